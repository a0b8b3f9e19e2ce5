"""Encodings of lists: guessed by what makes sense, chosen otherwise, refused on loss."""

from pathlib import Path

import pytest

from hansa.base.errors import Refused
from hansa.intake.lists.encodings import guess
from hansa.intake.lists.opening import open_source
from tests.intake.test_grids import ods

KOREAN = "번호,도시명,국가\n1,서울,대한민국\n2,대구광역시,대한민국\n"
CHINESE = "序号;城市;国家\n1;成都;中国\n2;都江堰;中国\n"
WESTERN = "Ville;Pays\nMontréal;Canada\nSão Paulo;Brésil\n"
POLISH = "Miasto\tKraj\nŁódź\tPolska\nGdańsk\tPolska\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
        (WESTERN, "cp1252"),
        (POLISH, "cp1250"),
        ("城市,國家\n臺北,台灣\n首爾,韓國\n", "big5"),
        ("Şehir;Ülke\nİzmir;Türkiye\nKadıköy;Türkiye\n", "cp1254"),
        ("Город;Страна\nМосква;Россия\n", "cp1251"),
        ("المدينة;الدولة\nالقاهرة;مصر\nالرياض;السعودية\n", "cp1256"),
        ("회원도시\n서울\n", "cp949"),
        ("Name\nMünchen\n", "cp1252"),
    ],
)
def test_encoding_without_a_mark_is_guessed_by_the_names_that_it_gives(text: str, encoding: str) -> None:
    assert guess(text.encode(encoding)) == (encoding, False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_leaves_no_doubt(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(WESTERN.encode(encoding))

    source = open_source(path, "list.csv")

    assert (source.is_certain, source.grids[0].rows[1]) == (True, ["Montréal", "Canada"])


@pytest.mark.parametrize(("text", "delimiter"), [(KOREAN, ","), (CHINESE, ";"), (POLISH, "\t")])
def test_separator_is_told_from_the_rows(tmp_path: Path, text: str, delimiter: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")

    source = open_source(path, "list.csv")

    assert source.delimiter == delimiter
    assert [len(row) for row in source.grids[0].rows] == [len(text.splitlines()[0].split(delimiter))] * 3


def test_wrong_guess_shows_in_the_sample_and_another_encoding_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(KOREAN.encode("cp949"))

    wrong = open_source(path, "list.csv", encoding="cp1252")
    right = open_source(path, "list.csv", encoding="cp949")

    assert wrong.sample[1] == "1,¼\xad¿ï,´ëÇÑ¹Î±¹"
    assert right.sample[1] == "1,서울,대한민국"


def test_list_in_ods_is_opened_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    path.write_bytes(ods())

    source = open_source(path, "list.ods")

    assert (source.encoding, [grid.name for grid in source.grids]) == ("", ["People"])


def test_encoding_that_would_lose_a_letter_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"City\nBonn\n" + "Łódź".encode("cp1250"))

    with pytest.raises(Refused) as refusal:
        open_source(path, "list.csv", encoding="utf-8")

    assert str(refusal.value) == ("As UTF-8, line 3 of list.csv cannot be read without loss. Choose another encoding.")


def test_letters_that_were_lost_before_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("City\nBonn\nM\ufffdnchen\n", encoding="utf-8")

    with pytest.raises(Refused, match=r"In line 3 letters were lost before list\.csv was saved"):
        open_source(path, "list.csv")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "A PDF is not read. Open it, copy the list out of it and paste it into the box."),
        (b"\x89PNG\r\n", "list.csv is no spreadsheet."),
        (b"", "list.csv is empty."),
        (b"\n \n", "list.csv has no rows."),
    ],
)
def test_file_that_is_no_list_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)

    with pytest.raises(Refused) as refusal:
        open_source(path, "list.csv")

    assert str(refusal.value).startswith(sentence)
