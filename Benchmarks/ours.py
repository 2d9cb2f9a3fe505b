"""Counterroll's side: always with identity, kept source, dictionaries, evidence and balance, since there is no way to leave them out."""

import os
import pathlib
import shutil

import measure


class Ours:
    def __init__(self, counterroll: pathlib.Path, folder: pathlib.Path, name: str = "archive"):
        self.counterroll, self.archive = counterroll, folder / name

    def clean(self):
        shutil.rmtree(self.archive, ignore_errors=True)

    def first(self, file) -> measure.Cost:
        """Into a new archive."""
        self.clean()
        measure.run([self.counterroll, "init", "--archive", self.archive, "--account", "Benchmark", "--time-zone", "America/Chicago", "--export-limit", "100000000"])
        return self.more(file)

    def more(self, file) -> measure.Cost:
        """Into the archive as the last ingest has left it."""
        return measure.settled([self.counterroll, "ingest", "--quiet", "--archive", self.archive, file])

    def verify(self) -> measure.Cost | None:
        """Everything recomputed; nothing if this program cannot verify."""
        if not any(line.startswith("  verify ") for line in measure.output(self.counterroll, "--help").splitlines()):
            return None
        named = "--archive <" in measure.output(self.counterroll, "verify", "--help")
        return measure.settled([self.counterroll, "verify", *(["--archive"] if named else []), self.archive])

    def rows(self) -> int:
        return int(measure.output("sqlite3", self.archive / "archive.sqlite", "SELECT count(*) - (SELECT count(*) FROM ledger_entry) FROM event"))

    def size(self) -> int:
        return sum(os.path.getsize(pathlib.Path(folder) / name) for folder, _, names in os.walk(self.archive) for name in names)
