"""Start the demo as a newcomer would, read its lines, visit what they name, stop it; twice, the second time warm."""

import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = "8765"
PATIENCE = 300


def start() -> tuple[subprocess.Popen[str], dict[str, str], float]:
    """The running demo, the addresses that it printed, and the seconds until it printed the last of them."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "run", "demo", "--port", PORT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, str] = {}
    assert process.stdout is not None
    for line in process.stdout:
        print("  ", line.rstrip(), flush=True)
        name, _, address = line.strip().partition(": ")
        if name in ("site", "event", "feed"):
            found[name] = address
        if len(found) == 3 or time.monotonic() - began > PATIENCE:
            break
    return process, found, time.monotonic() - began


def visit(address: str) -> str:
    """What a stranger's browser gets there."""
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own loopback address
        return answer.read().decode()


def check(found: dict[str, str]) -> None:
    """The page of the event and the feed of a diary say what they must."""
    assert set(found) == {"site", "event", "feed"}, found
    assert "Hansa" in visit(found["site"])
    event, feed = visit(found["event"]), visit(found["feed"])
    assert "Mayors" in event
    assert "BEGIN:VEVENT" in feed
    assert "TZID:Asia/Shanghai" in feed


def main() -> None:
    """Cold and warm."""
    for left in (ROOT / "var").glob("demo.sqlite3*"):
        left.unlink()
    for name in ("cold (packages installed before)", "warm"):
        process, found, seconds = start()
        try:
            check(found)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        print(f"demo, {name}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
