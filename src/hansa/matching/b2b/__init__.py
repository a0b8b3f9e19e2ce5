"""Business-to-business forums: all meetings are placed, and the fewest breaks win. See `docs/b2b.md`."""
