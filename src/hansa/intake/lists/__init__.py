"""Member lists and lists of agreements as people have them, on their way into the register."""
