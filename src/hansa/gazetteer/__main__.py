"""`python -m hansa.gazetteer` is `hansa resolve` where only this room is installed."""

import argparse
import sys

from hansa.gazetteer.command import add_arguments, run


def main() -> int:
    """Run the command on this process's arguments."""
    parser = argparse.ArgumentParser(prog="python -m hansa.gazetteer", description="Names to places.")
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
