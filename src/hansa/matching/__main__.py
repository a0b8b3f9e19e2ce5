"""`python -m hansa.matching PROBLEM`: the planner alone, without the rest of the house."""

import argparse
import sys

from hansa.matching.command import add_arguments, run

parser = argparse.ArgumentParser(prog="python -m hansa.matching")
add_arguments(parser)
sys.exit(run(parser.parse_args()))
