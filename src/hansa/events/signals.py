"""Facts that upper rooms hear. Each is sent inside the transaction of the act."""

from django.dispatch import Signal

# ``event``, ``release`` (the new version), ``changes`` since the version before, ``by``.
programme_released = Signal()
# ``event`` as it stands now, ``plan`` (the earlier one), ``shift`` (from an old moment to the new one), ``by``.
event_moved = Signal()
# ``event``, ``by``; and the same where it is taken up again after all.
event_cancelled = Signal()
event_reinstated = Signal()
