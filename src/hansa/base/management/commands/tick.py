"""One sweep, for those who run the worker by other means and have a clock of their own (cron, a timer)."""

from typing import Any

from django.core.management import BaseCommand

from hansa.base.jobs import do_chores, sweep


class Command(BaseCommand):
    help = "Hand stale background jobs on again and do what has come due, once."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{sweep()} jobs handed on")
        for name, number in do_chores().items():
            self.stdout.write(f"{name}: {number}")
