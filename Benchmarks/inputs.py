"""The files that all contenders read: made once by the seeded generator, kept for the next run, never held in memory.

A changed generator makes other files: remove the folder then.
"""

import datetime
import pathlib

import measure


class Inputs:
    def __init__(self, generator: str, folder: pathlib.Path):
        self.generator, self.folder = generator, folder
        folder.mkdir(parents=True, exist_ok=True)

    def events(self, count: int, form: str = "csv", seed: int = 1, days: int = 60) -> pathlib.Path:
        told = ("" if seed == 1 else f"-seed-{seed}") + ("" if days == 60 else f"-{days}-days")
        path = self.folder / f"events-{count}{told}.{form}"
        if not path.exists():
            unfinished = path.with_name("unfinished-" + path.name)
            measure.run([self.generator, "events", "--events", count, "--format", form, "--seed", seed, "--days", days, "--to", unfinished])
            unfinished.rename(path)
        return path

    def middle(self, count: int) -> pathlib.Path:
        """The middle nine tenths of the rows, as an export of a shorter range would hold them."""
        path = self.folder / f"events-{count}-middle.csv"
        return path if path.exists() else self._rewrite(count, path, keep=range(count // 20, count - count // 20), end=b"\n")

    def other_line_ends(self, count: int) -> pathlib.Path:
        """All rows, ended by CR LF: what a mail program or a spreadsheet makes of the file. Not one of its hashes is known."""
        path = self.folder / f"events-{count}-crlf.csv"
        return path if path.exists() else self._rewrite(count, path, keep=range(count), end=b"\r\n")

    def _rewrite(self, count, path, keep, end) -> pathlib.Path:
        unfinished = path.with_name("unfinished-" + path.name)
        with open(self.events(count), "rb") as source, open(unfinished, "wb") as made:
            made.write(next(source).rstrip(b"\r\n") + end)
            row = -1
            for row, line in enumerate(source):
                if row in keep:
                    made.write(line.rstrip(b"\r\n") + end)
        if row + 1 != count:
            raise SystemExit(f"{self.events(count)} has {row + 1} rows, not {count}: a cell with a line break cannot be cut here")
        unfinished.rename(path)
        return path

    def earlier(self, count: int, seed: int, days: int) -> pathlib.Path:
        """Another seed's events, moved into the past by whole days: one of a row of exports that follow each other in time."""
        path = self.events(count, seed=seed)
        moved = path.with_name(f"events-{count}-seed-{seed}-earlier-{days}.csv")
        dates: dict[bytes, bytes] = {}
        with open(path, "rb") as source, open(moved, "wb") as made:
            made.write(next(source))
            for line in source:  # 24 characters of id, a comma, the date, T and the rest
                date = line[25:35]
                if date not in dates:
                    day = datetime.date.fromisoformat(date.decode()) - datetime.timedelta(days)
                    dates[date] = day.isoformat().encode()
                made.write(line[:25] + dates[date] + line[35:])
        path.unlink()
        return moved

    def array(self, count: int) -> pathlib.Path:
        """The records of the NDJSON file as one JSON array: the easiest form of one document for a reader that wants rows."""
        path = self.folder / f"events-{count}-array.json"
        if not path.exists():
            unfinished = path.with_name("unfinished-" + path.name)
            with open(self.events(count, "ndjson"), "rb") as source, open(unfinished, "wb") as made:
                for row, line in enumerate(source):
                    made.write((b",\n" if row else b"[\n") + line.rstrip(b"\n"))
                made.write(b"\n]\n")
            unfinished.rename(path)
        return path

    def sizes(self) -> dict:
        return {path.name: path.stat().st_size for path in sorted(self.folder.glob("events-*.*"))}
