"""CSV as people save it: any common encoding, comma, semicolon or tab, quoted as RFC 4180 says."""

import csv
import io
from collections import Counter

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from hansa.base.errors import Refused

DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# By what share of NUL bytes UTF-16 without a mark is known in text that has Latin headings.
_NULS = 0.2


def read_csv(data: bytes, name: str) -> tuple[list[list[str]], str]:
    """(rows, "") or (rows, the encoding that was guessed). Row 1 is ``rows[0]``; quoted cells may hold line breaks."""
    text, guessed = decode(data, name)
    return split(text, name), guessed


def split(text: str, name: str, delimiter: str = "") -> list[list[str]]:
    """The cells of a text, by that delimiter or the likeliest. Refused where quotation marks do not close."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or sniff(text), strict=True)
    try:
        rows.extend(reader)
    except csv.Error:
        raise Refused(
            _("%(name)s, row %(row)s: the quotation marks do not close. Save the sheet as CSV again.")
            % {"name": name, "row": len(rows) + 1}
        ) from None
    return rows


def decode(data: bytes, name: str) -> tuple[str, str]:
    """(text, "") where the encoding is certain, (text, encoding) where it was guessed."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, name), ""
    if data[:400].count(0) > _NULS * len(data[:400]):
        little = data[1:400:2].count(0) >= data[0:400:2].count(0)
        return _strictly(data, "utf-16-le" if little else "utf-16-be", name), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        guess = from_bytes(data).best()
    if guess is None:
        raise _unreadable(name)
    return str(guess), guess.encoding.replace("_", "-")


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _unreadable(name) from None


def _unreadable(name: str) -> Refused:
    return Refused(_("The letters of %(name)s cannot be read. Save it as “CSV UTF-8”.") % {"name": name})


def sniff(text: str) -> str:
    """The delimiter under which most of the first rows have the same number of cells, and the most of them."""
    head = "".join(text.splitlines(keepends=True)[:20])

    def cells(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in reader if row)
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (rows if width > 1 else 0), width

    return max(DELIMITERS, key=cells)
