"""Limits and news: how long a search may take, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["reading", "bound", "plan", "gaps", "reasons", "done"]


@dataclass(frozen=True)
class Progress:
    """Where the planner is: the phase, the fraction of the whole work (0 to 1), and what is known of the value."""

    phase: Phase
    fraction: float
    value: int | None = None
    bound: int | None = None


class Effort:
    """The time that is left, and whom to tell. The clock decides only whether to go on, never what is done."""

    def __init__(
        self,
        seconds: float,
        progress: Callable[[Progress], None] | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.began = time.monotonic()
        self.deadline = self.began + seconds
        self.progress = progress
        self._is_stopped = is_stopped
        self._told = 0.0

    @property
    def is_cut(self) -> bool:
        """Whether somebody has asked to stop: what is under way ends as soon as it can."""
        return self._is_stopped()

    @property
    def spent(self) -> float:
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds that are left, never below zero."""
        return 0.0 if self.is_cut else max(0.0, self.deadline - time.monotonic())

    def tell(self, phase: Phase, fraction: float, value: int | None = None, bound: int | None = None) -> None:
        """Tell the news; the fraction never goes back, though a search may begin another round."""
        self._told = max(self._told, fraction)
        if self.progress is not None:
            self.progress(Progress(phase, self._told, value, bound))
