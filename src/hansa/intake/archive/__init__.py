"""The whole register as a file, and back in."""
