"""The room stands alone: no Django, and nothing read before the first question."""

import subprocess
import sys

ALONE = """
import sys
sys.modules["django"] = None
import hansa.gazetteer
from hansa.gazetteer.store import _store
assert _store is None
print(hansa.gazetteer.resolve("대구광역시").id)
"""


def test_gazetteer_works_without_django() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False, timeout=60)

    assert (done.stdout, done.stderr) == ("1835329\n", "")


def test_module_runs_as_a_command() -> None:
    words = [sys.executable, "-m", "hansa.gazetteer", "Tallinn"]

    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0
    assert '"id": "588409"' in done.stdout
