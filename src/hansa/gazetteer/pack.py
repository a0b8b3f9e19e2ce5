"""The file in which the gazetteer travels: named sections, columns of numbers or texts, each compressed by itself.

The tool `tools/build_gazetteer.py` writes it and `store` reads it. One line of JSON lists the sections in order with
their kind and length in the file. Sections are unpacked one by one and used where they land, so that loading never
holds two copies of anything.
"""

import json
import lzma
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

FORMAT = "hansa-gazetteer/1"
_TEXT = "text"
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 25}]


def write_pack(path: Path, sections: Mapping[str, np.ndarray[Any, Any] | bytes]) -> None:
    """Write columns and texts to a file. Numbers are stored little-endian."""
    index: list[tuple[str, str, int]] = []
    parts: list[bytes] = []
    for name, section in sections.items():
        if isinstance(section, bytes):
            kind, data = _TEXT, section
        else:
            column = section.astype(section.dtype.newbyteorder("<"))
            kind, data = column.dtype.str, column.tobytes()
        parts.append(lzma.compress(data, format=lzma.FORMAT_XZ, filters=_FILTERS))
        index.append((name, kind, len(parts[-1])))
    header = json.dumps({"format": FORMAT, "sections": index}).encode() + b"\n"
    path.write_bytes(header + b"".join(parts))


def read_pack(data: bytes) -> dict[str, Any]:
    """Return the sections of a packed file by name: bytes for texts, read-only arrays for columns.

    Raises ValueError where the data is of another format.
    """
    end = data.find(b"\n")
    try:
        header = json.loads(data[:end])
    except ValueError as error:
        raise ValueError("This is no packed gazetteer.") from error
    if header.get("format") != FORMAT:
        raise ValueError(f"The gazetteer's data is of the format {header.get('format')!r}, not {FORMAT!r}.")
    sections: dict[str, Any] = {}
    at = end + 1
    for name, kind, length in header["sections"]:
        unpacked = lzma.decompress(memoryview(data)[at : at + length])
        sections[name] = unpacked if kind == _TEXT else np.frombuffer(unpacked, np.dtype(kind))
        at += length
    return sections
