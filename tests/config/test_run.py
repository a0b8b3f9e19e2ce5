"""./run keeps the web server and the worker up."""

import importlib.machinery
import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = [["/bin/gunicorn"], ["/bin/hansa", "manage", "work"]]


@pytest.fixture
def run() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("run", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def stopped(_seconds: float) -> None:
    raise KeyboardInterrupt


def process(code: int | None) -> Any:
    """One that has ended with that code; None for one that lives."""
    return SimpleNamespace(poll=lambda: code, returncode=code)


def test_killed_worker_is_started_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, started = iter([0.0, 60.0, 60.0]), []
    monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=stopped))
    begin = SimpleNamespace(Popen=lambda command, **_how: started.append(command) or process(None))
    monkeypatch.setattr(run, "subprocess", begin)
    processes = [process(None), process(-9)]

    with pytest.raises(KeyboardInterrupt):
        run.watch(COMMANDS, processes, {})

    assert started == [COMMANDS[1]]
    assert processes[1].poll() is None
    assert capsys.readouterr().out == "hansa ended with -9; starting it again.\n"


def test_server_that_cannot_stay_up_ends_all_with_a_sentence(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 2.0])
    monkeypatch.setattr(run, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=stopped))

    with pytest.raises(SystemExit) as end:
        run.watch(COMMANDS, [process(3), process(None)], {})

    assert end.value.code == 3
    assert capsys.readouterr().err == "run: gunicorn ended with 3 as soon as it was started; see above.\n"
