"""The file in which the gazetteer travels: named sections (columns of numbers, blobs of text) in one xz stream.

The tool `tools/build_gazetteer.py` writes it and `store` reads it. The stream begins with one line of JSON that lists
the sections in order with their kind and length; nothing else is parsed on loading.
"""

import json
import lzma
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

FORMAT = "hansa-gazetteer/1"
_BLOB = "blob"


def write_pack(path: Path, sections: Mapping[str, np.ndarray[Any, Any] | bytes]) -> None:
    """Write columns and blobs to a file. Numbers are stored little-endian."""
    index: list[tuple[str, str, int]] = []
    parts: list[bytes] = []
    for name, section in sections.items():
        if isinstance(section, bytes):
            index.append((name, _BLOB, len(section)))
            parts.append(section)
        else:
            column = section.astype(section.dtype.newbyteorder("<"))
            index.append((name, column.dtype.str, len(column)))
            parts.append(column.tobytes())
    header = json.dumps({"format": FORMAT, "sections": index}).encode() + b"\n"
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 26}]
    path.write_bytes(lzma.compress(header + b"".join(parts), format=lzma.FORMAT_XZ, filters=filters))


def read_pack(data: bytes) -> dict[str, Any]:
    """Return the sections of a packed file by name: bytes for blobs, read-only arrays for columns.

    Raises ValueError where the data is of another format.
    """
    raw = lzma.decompress(data)
    end = raw.index(b"\n")
    header = json.loads(raw[:end])
    if header.get("format") != FORMAT:
        raise ValueError(f"The gazetteer's data is of the format {header.get('format')!r}, not {FORMAT!r}.")
    sections: dict[str, Any] = {}
    at = end + 1
    for name, kind, length in header["sections"]:
        if kind == _BLOB:
            sections[name] = raw[at : at + length]
            at += length
        else:
            dtype = np.dtype(kind)
            sections[name] = np.frombuffer(raw, dtype, length, at).copy()
            at += length * dtype.itemsize
    return sections
