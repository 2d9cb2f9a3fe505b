"""Reads one file into a table of a DuckDB database file, with two threads: the child process that the benchmark measures.

usage: duckdb_load.py csv|envelope|array FILE DATABASE      (38 MB of its peak memory are Python and the module)
       duckdb_load.py count DATABASE
"""

import sys

import duckdb

READERS = {
    "csv": "read_csv($file)",
    "array": "read_json($file)",
    # One object of half a gigabyte: DuckDB must be told that it may be so large.
    "envelope": "(SELECT unnest(logs, max_depth := 2) FROM read_json($file, maximum_object_size = 2000000000))",
}


def main():
    what, *paths = sys.argv[1:]
    if what == "count":
        with duckdb.connect(paths[0], read_only=True) as database:
            print(database.execute("SELECT count(*) FROM event").fetchone()[0])
        return
    file, path = paths
    with duckdb.connect(path) as database:
        database.execute("SET threads = 2")
        database.execute(f"CREATE TABLE event AS SELECT * FROM {READERS[what]}", {"file": file})


main()
