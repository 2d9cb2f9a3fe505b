"""What a user would script instead: sqlite3, sqlite-utils and DuckDB, each loading a file into a new database file.

None of them keeps the source, finds doubles (save where an index refuses them) or writes evidence: ours always does.
"""

import pathlib

import measure

# What a script has to compare so that a second export of the same days adds nothing: who did what, to what, when. Time first is the
# kindest order for SQLite, since exports are sorted by time. That key loses the second of two events that differ only in what changed;
# the whole event, as ours compares it, is the key that loses none.
KEYS = {
    "short": ["Date & Time", "User ID", "Module", "Action", "Document ID"],
    "whole": ["Date & Time", "Done By", "User ID", "Module", "Action", "Document ID", "Name", "Changed Fields", "Before", "After"],
}


class Peers:
    def __init__(self, venv: pathlib.Path, folder: pathlib.Path):
        self.venv, self.database = venv, folder / "peer.db"

    def versions(self) -> dict:
        return {
            "sqlite3": measure.output("sqlite3", "--version").split()[0],
            "duckdb": measure.output(self.venv / "bin/python", "-c", "import duckdb; print(duckdb.__version__)"),
            "sqlite-utils": measure.output(self.venv / "bin/sqlite-utils", "--version").split()[-1],
        }

    def clean(self):
        for path in self.database.parent.glob(self.database.name + "*"):
            path.unlink()

    def sqlite_bare(self, csv) -> measure.Cost:
        return self._sqlite(csv, [f".import '{csv}' event"])

    def sqlite_unique_before(self, csv, key="short") -> measure.Cost:
        """The index first, so that `.import` itself refuses doubles, of this file and of the next: what keeps an archive free of them."""
        with open(csv, encoding="utf-8") as file:
            columns = _quoted(next(file).strip().split(","))
        return self._sqlite(
            csv, [f"CREATE TABLE event ({columns});", self._unique(key), f".import --skip 1 '{csv}' event"]
        )

    def sqlite_unique_after(self, csv) -> measure.Cost:
        """The index on the full table: a little faster, but it only says that there are doubles, and the next file needs the other way."""
        return self._sqlite(csv, [f".import '{csv}' event", self._unique("short")])

    def sqlite_utils(self, ndjson) -> measure.Cost:
        self.clean()
        return measure.settled([self.venv / "bin/sqlite-utils", "insert", self.database, "event", ndjson, "--nl"])

    def duckdb(self, form, file) -> measure.Cost:
        self.clean()
        return measure.settled([self.venv / "bin/python", pathlib.Path(__file__).with_name("duckdb_load.py"), form, file, self.database])

    def rows(self) -> int:
        """How many rows the last load has made, counted outside the measured time."""
        with open(self.database, "rb") as file:
            if file.read(15) == b"SQLite format 3":
                return int(measure.output("sqlite3", self.database, "SELECT count(*) FROM event"))
        return int(measure.output(self.venv / "bin/python", pathlib.Path(__file__).with_name("duckdb_load.py"), "count", self.database))

    def size(self) -> int:
        return self.database.stat().st_size

    def _sqlite(self, csv, script) -> measure.Cost:
        self.clean()
        return measure.settled(["sqlite3", self.database, ".mode csv", *script])

    @staticmethod
    def _unique(key) -> str:
        return f"CREATE UNIQUE INDEX natural_key ON event ({_quoted(KEYS[key])});"


def _quoted(names) -> str:
    return ", ".join(f'"{name}"' for name in names)
