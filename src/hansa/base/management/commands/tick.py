"""One sweep, for those who run the worker by other means and have a clock of their own (cron, a timer)."""

from typing import Any

from django.core.management import BaseCommand

from hansa.base.jobs import sweep


class Command(BaseCommand):
    help = "Hand stale background jobs on again, once."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{sweep()} jobs handed on")
