"""Facts that upper rooms hear."""

from django.dispatch import Signal

# Sent inside the transaction that erases: ``person`` (a tombstone by now), ``account`` (closed, or None), ``by``.
person_erased = Signal()
