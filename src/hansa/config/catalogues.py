"""Compile one catalogue with Babel, so that setting up needs no GNU gettext.

``python -m hansa.config.catalogues PO MO``
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogue(po: Path, mo: Path) -> None:
    """Write the compiled form beside its source; fuzzy entries are left out, as gettext does."""
    with po.open("rb") as source:
        catalogue = read_po(source)
    temporary = mo.with_suffix(".tmp")
    with temporary.open("wb") as target:
        write_mo(target, catalogue)
    temporary.replace(mo)


if __name__ == "__main__":
    compile_catalogue(Path(sys.argv[1]), Path(sys.argv[2]))
