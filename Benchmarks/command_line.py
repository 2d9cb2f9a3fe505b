"""What the benchmarks have in common on their command lines."""

import argparse
import pathlib

import results


def parser(events: int) -> argparse.ArgumentParser:
    """For so many events unless told otherwise."""
    made = argparse.ArgumentParser()
    made.add_argument("counterroll", type=pathlib.Path)
    made.add_argument("generator", type=pathlib.Path)
    made.add_argument("folder", type=pathlib.Path)
    made.add_argument("--rounds", type=int, default=5)
    made.add_argument("--events", type=int, default=events)
    made.add_argument("--results", type=pathlib.Path, default=results.FOLDER)
    return made
