"""The worker: carries out background jobs; every half minute hands stale ones on again and does what has come due."""

import threading
from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import close_old_connections

from hansa.base.jobs import do_chores, sweep

SECONDS = 30
OPTIONS = ["--backend", "jobs", "--queue-name", "*", "--no-reload", "--interval", "0.5", "--verbosity", "0"]


class Command(BaseCommand):
    help = "Carry out background jobs until stopped; jobs of a killed worker are tried again."

    def handle(self, **options: Any) -> None:
        stopped = threading.Event()

        def sweep_now_and_then() -> None:
            while not stopped.wait(SECONDS):
                close_old_connections()
                sweep()
                do_chores()

        sweep()
        threading.Thread(target=sweep_now_and_then, daemon=True).start()
        try:
            call_command("db_worker", *OPTIONS)
        finally:
            stopped.set()
