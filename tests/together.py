"""Several people at the same moment, each on a connection of their own; for tests on either database."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from hansa.base.errors import Refused

PATIENCE = 60


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all of it at the same moment, each on its own connection; "" or the sentence of the refusal, in order."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(PATIENCE)
            act()
        except Refused as refusal:
            said[number] = str(refusal)
        except Exception as error:
            said[number] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return said
