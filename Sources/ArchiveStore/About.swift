/// The archive's own explanation, stored in its table `about` for a reader who has nothing but the sqlite3 shell.
enum About {
  /// Topics and their words, in reading order.
  static let topics: [(topic: String, words: String)] = [
    ("what this is",
     "An archive of audit log events, made by counterroll. One row of the table event is one recorded act: who did what to what, when. "
       + "Start with: SELECT * FROM readable_event ORDER BY occurred_at DESC, id LIMIT 20;"),
    ("the folder",
     "archive.sqlite holds the events. sources/ holds every source file exactly as it was received, packed with zstd and named by the "
       + "SHA-256 of its unpacked bytes: zstd -dc sources/NAME.zst | sha256sum gives NAME. exports/ holds finished exports for some days, ledger/ "
       + "entries of the ledger that no run has taken in yet. The file lock is empty; "
       + "whoever writes holds a flock on it."),
    ("times",
     "Every column *_at is UTC in milliseconds since 1970-01-01: datetime(occurred_at / 1000, 'unixepoch'). "
       + "event.source_time keeps the source's own text where it was written in another way."),
    ("not recorded, null and empty",
     "Three different things. NULL in a text column: the source recorded nothing. An empty text: the source recorded an empty text. "
       + "In event.changes a side that is not there was not recorded, and null means that the source wrote null. Texts may contain "
       + "the character NUL, after which the sqlite3 shell shows nothing more; length(CAST(x AS BLOB)) and hex(x) show all of it."),
    ("changes",
     "event.changes is a JSON array with one array for each changed field, in the source's order: [field, before, after]; or "
       + "[field, {before: value}] or [field, {after: value}] where the source recorded one side only; or [field] alone. Numbers keep the "
       + "source's digits. SELECT * FROM readable_change WHERE event = 1; lists them one by one."),
    ("content and identity",
     "event_in_time.content is the first 16 bytes of a SHA-256 over what the event says (time, actor, module, action, target, changes). "
       + "event_in_time.identity is a digest of the id that the source gave the event. Without such an id it is the content, read as a "
       + "big-endian number, plus the count of equal events that were archived before: equal rows of one file are true repeats and each is "
       + "kept."),
    ("duplicates",
     "A record that says what an archived event says is not stored again but noted in sighting (one by one: readable_sighting). If one file holds n equal records without "
       + "ids, the archive holds as many as the file with the most of them."),
    ("conflicts",
     "Records with the same source id and time but other content are all kept. The later ones name the first in event.variant_of."),
    ("balance",
     "For every row of source_part: read = stored + duplicate + conflict + rejected. A rejected record is in reject, with its bytes. "
       + "count(event) = sum(stored) + sum(conflict)."),
    ("coverage",
     "claim says which stretch of time and which filter a part holds whole, the newest row of a part counts; day_count how many events it has "
       + "of each day and module (day 0 is 1970-01-01, on the account's clock). SELECT date(day * 86400, 'unixepoch') AS day, sum(added) "
       + "FROM day_count GROUP BY 1 ORDER BY 1; counts the events of each day; actor_count does the same for actors, without their days. The source numbers nothing in sequence, so completeness beyond "
       + "what files claim and what their overlap confirms cannot be proved."),
    ("ledger",
     "What was done with the archive itself (exports and downloads, who was refused, runs that brought files, changes of the role file) are events, "
       + "too: those named in ledger_entry, in the module Audit Logs, of the source system counterroll."),
    ("original bytes",
     "event.source_offset and source_length give the place of the record in its (unpacked) source part, so the original can be cut out: "
       + "zstd -dc sources/NAME.zst | tail -c +$((source_offset + 1)) | head -c source_length."),
    ("evidence log",
     "Every event has a leaf, a SHA-256 over salted parts of it and of its record's bytes; leaf_block holds them in the order of event.id, with the "
       + "entries of log_entry at the ids between. The root over all leaves (RFC 6962) stands in checkpoint after each run, signed if a key was "
       + "configured. Keep a copy of the latest note elsewhere: only then is it evident if somebody rewrote the archive as a whole."),
    ("never changed",
     "Rows of event, sighting, reject and the dictionaries are only ever added. Triggers refuse UPDATE and DELETE."),
    ("page ends",
     "The last 8 bytes of each page of this file, which SQLite leaves alone, are the page's number and the CRC-32 of all bytes before, big-endian: "
       + "they show damage that no row shows. Reading is free to all; VACUUM, or any other writing by another program, makes them wrong."),
    ("version",
     "PRAGMA application_id is 1131704946 (the letters Ctrr), PRAGMA user_version the version of this format: 1."),
  ]
}
