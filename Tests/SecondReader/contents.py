"""Prints a digest of everything that a reader of an archive's database can see: its numbers, its schema, and every value of every row.

Two databases with the same digest differ, if at all, only in bytes that belong to nothing: gaps in pages, and pages that are free.
"""
import hashlib
import sqlite3
import sys

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
database.text_factory = bytes
digest = hashlib.sha256()


def add(rows):
    for row in rows:
        digest.update(repr(tuple(row)).encode() + b"\n")


for pragma in ("application_id", "user_version", "encoding", "page_size", "journal_mode", "schema_version"):
    add(database.execute(f"PRAGMA {pragma}"))
add(database.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rowid"))
tables = [row[0].decode() for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
for table in sorted(tables):
    columns = [row[1].decode() for row in database.execute(f"PRAGMA table_info({table})")]
    add(database.execute(f"SELECT {', '.join(f'typeof({name}), {name}' for name in columns)} FROM {table} NOT INDEXED"))
    # What the indexes say, too.
    for (index,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", (table,)):
        keys = [row[2].decode() for row in database.execute(f"PRAGMA index_info({index.decode()})")]
        names = ", ".join(keys)
        add(database.execute(f"SELECT {names} FROM {table} INDEXED BY {index.decode()} ORDER BY {names}"))
print(digest.hexdigest())
