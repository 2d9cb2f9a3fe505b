/// The archive's first schema: forward only, plain SQL, never built from today's Swift types. It is never edited once archives exist;
/// a later change is `Schema0002`, run in one transaction together with its `PRAGMA user_version`.
///
/// The comments inside the statements are part of the archive: `sqlite3 archive.sqlite .schema` shows them.
enum Schema0001 {
  static let sql = tables + indexes + triggers + logTriggers + view

  private static let tables = """
    CREATE TABLE about (
      -- This archive, explained in words: SELECT * FROM about ORDER BY position;
      position INTEGER PRIMARY KEY,
      topic    TEXT NOT NULL UNIQUE,
      words    TEXT NOT NULL
    ) STRICT;

    CREATE TABLE settings (
      -- One row: what was said when the archive was made.
      id             INTEGER PRIMARY KEY CHECK (id = 1),
      account        TEXT NOT NULL,     -- whose audit logs these are
      time_zone      TEXT NOT NULL,     -- IANA name; only for showing times to people, every stored time is UTC
      retention_days INTEGER NOT NULL,  -- how long the source system itself keeps its events
      created_at     INTEGER NOT NULL,  -- UTC milliseconds since 1970, as every *_at column
      archive_id     TEXT NOT NULL,     -- 16 random bytes in hex: the origin of its checkpoints is counterroll/<archive_id>
      account_id     TEXT,              -- the source's own id of the account; NULL if it was not said
      export_limit   INTEGER NOT NULL,  -- the most events that one file of an export may hold
      export_days    INTEGER NOT NULL   -- how long the files of an export are kept
    ) STRICT;

    CREATE TABLE ingest_run (
      -- One all-or-nothing commit of source files.
      id           INTEGER PRIMARY KEY,
      started_at   INTEGER NOT NULL,
      ended_at     INTEGER,             -- just before the commit
      login        TEXT NOT NULL,       -- who ran it
      tool_version TEXT NOT NULL,
      kind         TEXT NOT NULL        -- ingest; or ledger: it brought nothing but entries of the program's own ledger
    ) STRICT;

    CREATE TABLE source_file (
      -- One file as it was received. Its bytes are in sources/<sha256>.zst.
      id     INTEGER PRIMARY KEY,
      run    INTEGER NOT NULL REFERENCES ingest_run (id),
      name   TEXT NOT NULL,             -- the name it was given under
      bytes  INTEGER NOT NULL,
      sha256 TEXT UNIQUE,               -- of the file's bytes, lower-case hex
      kept_sha256 TEXT                  -- of sources/<sha256>.zst itself, so that no bit of it changes unnoticed
    ) STRICT;

    CREATE TABLE profile (
      -- How exports were read: the profile files, word for word as they were then. With them every record can be read again as it was.
      id   INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      text TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE source_part (
      -- A source file, or one member of a packed one, with its exact balance: read = stored + duplicate + conflict + rejected.
      id        INTEGER PRIMARY KEY,
      file      INTEGER NOT NULL REFERENCES source_file (id),
      member    TEXT,                   -- name inside a packed file; NULL for a plain file
      profile   TEXT NOT NULL,          -- name of the profile that the records were read by
      read_by   INTEGER REFERENCES profile (id),  -- that profile
      zone      TEXT,                   -- the zone that was assumed for times that say none; NULL if none was
      shape     TEXT NOT NULL,          -- csv, json …
      system    TEXT NOT NULL,          -- the source system: modules and retention are its own
      row_cap   INTEGER,                -- the most records that this system puts into one file; NULL if no limit is known
      retention_days INTEGER,           -- how long this system keeps its events; NULL for settings.retention_days
      read      INTEGER NOT NULL DEFAULT 0,
      stored    INTEGER NOT NULL DEFAULT 0,
      duplicate INTEGER NOT NULL DEFAULT 0,  -- already archived: see sighting
      conflict  INTEGER NOT NULL DEFAULT 0,  -- archived as a variant: see event.variant_of
      rejected  INTEGER NOT NULL DEFAULT 0,  -- see reject
      first_at  INTEGER,                -- the earliest and the latest event read, archived before or not
      last_at   INTEGER
    ) STRICT;

    CREATE TABLE claim (
      -- What a part holds whole: every event of [covers_from, covers_to) that passes the filter. The newest claim of a part counts.
      id                 INTEGER PRIMARY KEY,
      source_part        INTEGER NOT NULL REFERENCES source_part (id),
      run                INTEGER NOT NULL REFERENCES ingest_run (id),
      covers_from        INTEGER NOT NULL,
      covers_to          INTEGER NOT NULL,
      range_is_declared  INTEGER NOT NULL,  -- 0: only that from the first to the last event of the part
      filter             TEXT NOT NULL,     -- JSON object: actions, documents, modules, users, each a list; {} without a filter
      filter_is_declared INTEGER NOT NULL,  -- 0: only what the part's events look like
      events_outside     INTEGER NOT NULL   -- events of the part that a declared filter leaves out by user, action or document
    ) STRICT;
    CREATE INDEX claim_by_part ON claim (source_part);

    CREATE TABLE day_count (
      -- How many events a part has of each day and module, so that counting needs no full pass.
      source_part INTEGER NOT NULL REFERENCES source_part (id),
      day         INTEGER NOT NULL,     -- days since 1970-01-01, in settings.time_zone as its rules were at the time of the run
      module      INTEGER NOT NULL REFERENCES module (id),
      read        INTEGER NOT NULL,     -- events read: added + conflicts + duplicates
      added       INTEGER NOT NULL,     -- of these, new in the archive
      conflicts   INTEGER NOT NULL,     -- of these, archived as variants
      first_at    INTEGER NOT NULL,
      last_at     INTEGER NOT NULL,
      PRIMARY KEY (source_part, day, module)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE actor_count (
      -- How many events of each actor and module a part added, and when the first and the last of them was: who is new, without a full pass.
      source_part INTEGER NOT NULL REFERENCES source_part (id),
      actor       INTEGER NOT NULL REFERENCES actor (id),
      module      INTEGER NOT NULL REFERENCES module (id),
      added       INTEGER NOT NULL,     -- variants included
      first_at    INTEGER NOT NULL,
      last_at     INTEGER NOT NULL,
      PRIMARY KEY (source_part, actor, module)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE export_note (
      -- The events by which the source itself notes that an export was asked for or fetched: those of the module Audit Logs.
      event INTEGER PRIMARY KEY REFERENCES event (id)
    ) STRICT;

    CREATE TABLE ledger_entry (
      -- The events of the program's own ledger: who exported what, who took files in, when the role file changed. Their system is counterroll.
      event INTEGER PRIMARY KEY REFERENCES event (id)
    ) STRICT;

    CREATE TABLE actor (
      -- Who: in this table and the next ones NULL is "not recorded", which differs from an empty text.
      id        INTEGER PRIMARY KEY,
      name      TEXT,
      source_id TEXT,                   -- the source's own id of the actor
      kind      TEXT NOT NULL           -- person, workflow, integration, system, unknown
    ) STRICT;

    CREATE TABLE module (
      -- The part of the source system that an event came from.
      id   INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE action (
      -- What was done, in the source's words, and its normalised class.
      id    INTEGER PRIMARY KEY,
      name  TEXT NOT NULL UNIQUE,
      class TEXT NOT NULL               -- create, update, delete, restore, read, other
    ) STRICT;

    CREATE TABLE document (
      -- What it was done to: a record of the source system.
      id          INTEGER PRIMARY KEY,
      document_id TEXT,                 -- the source's own id of it
      parent_id   TEXT                  -- the document that this one belongs to
    ) STRICT;

    CREATE TABLE document_name (
      -- A name that a document had at the time of an event.
      id   INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE event (
      -- One recorded act, in the order of the log. Rows are only ever added: triggers refuse UPDATE and DELETE.
      id              INTEGER PRIMARY KEY,  -- position in the evidence log, from 1
      occurred_at     INTEGER NOT NULL,     -- UTC milliseconds since 1970
      source_time     TEXT,                 -- the source's own text of the time; NULL if it is exactly YYYY-MM-DDTHH:MM:SS.mmmZ
      source_event_id TEXT,                 -- the id that the source gave the event; NULL if it gave none
      actor           INTEGER NOT NULL REFERENCES actor (id),
      module          INTEGER NOT NULL REFERENCES module (id),
      action          INTEGER NOT NULL REFERENCES action (id),
      document        INTEGER NOT NULL REFERENCES document (id),
      document_name   INTEGER REFERENCES document_name (id),  -- NULL if no name was recorded
      changes         TEXT NOT NULL,        -- JSON: [["field",before,after], …]; a side that was not recorded is absent, see about
      extras          TEXT,                 -- JSON object of the record's keys that have no column here; NULL if there are none
      source_part     INTEGER NOT NULL REFERENCES source_part (id),  -- where the record was first met
      record_number   INTEGER NOT NULL,     -- in the part, from 1
      source_offset   INTEGER NOT NULL,     -- place of the record's bytes in the (unpacked) part
      source_length   INTEGER NOT NULL,
      variant_of      INTEGER REFERENCES event (id)  -- the event with the same identity and other content that came first
    ) STRICT;

    CREATE TABLE event_in_time (
      -- Finds events by time, and tells whether a record is archived already: one row for each event.
      occurred_at INTEGER NOT NULL,
      identity    BLOB NOT NULL,        -- 16 bytes: what makes this event this event, see about
      content     BLOB NOT NULL,        -- 16 bytes: digest of what the event says, see about
      event       INTEGER NOT NULL REFERENCES event (id),
      PRIMARY KEY (occurred_at, identity, content)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sighting (
      -- Records that say what archived events say already: duplicates, with their places. A row stands for a run of them: event
      -- first_event + i was met again as record first_record + i * step of the part, for i from 0 to count - 1.
      first_event  INTEGER NOT NULL REFERENCES event (id),
      source_part  INTEGER NOT NULL REFERENCES source_part (id),
      first_record INTEGER NOT NULL,
      count        INTEGER NOT NULL CHECK (count BETWEEN 1 AND 4096),
      step         INTEGER NOT NULL CHECK (step IN (1, -1)),
      PRIMARY KEY (first_event, source_part, first_record)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE leaf_block (
      -- The evidence log, 1024 leaves a row: block b holds the positions 1024 * b + 1 to 1024 * b + 1024. Leaves are only ever appended.
      id     INTEGER PRIMARY KEY,       -- b, from 0
      kinds  BLOB NOT NULL,             -- 1 byte for each leaf: 1 event, 2 receipt, …
      seed   BLOB NOT NULL,             -- 32 random bytes, from which the keys of the leaves and their salts come
      root   BLOB,                      -- 32 bytes: the hash of the block's subtree; NULL while the block is not full
      leaves BLOB NOT NULL              -- 32 bytes for each leaf: its hash (RFC 6962); last, so that roots are read without them
    ) STRICT;

    CREATE TABLE log_entry (
      -- Entries of the evidence log that are no events: receipts. Their positions and those of events together are 1, 2, 3 … without gaps.
      id          INTEGER PRIMARY KEY,  -- position in the evidence log
      kind        INTEGER NOT NULL,     -- 2 receipt of an ingest run: its last leaf
      run         INTEGER NOT NULL REFERENCES ingest_run (id),
      recorded_at INTEGER NOT NULL,
      login       TEXT NOT NULL,        -- who caused it
      body        TEXT NOT NULL         -- JSON, see about
    ) STRICT;

    CREATE TABLE checkpoint (
      -- What the log said of itself at the end of each run: keep the latest note somewhere else, too.
      id        INTEGER PRIMARY KEY,
      run       INTEGER NOT NULL REFERENCES ingest_run (id),
      tree_size INTEGER NOT NULL,       -- leaves in the log
      root      BLOB NOT NULL,          -- 32 bytes: the root over them (RFC 6962)
      note      TEXT NOT NULL,          -- C2SP tlog-checkpoint in a signed note; without a signature if no key was configured
      verifier  TEXT                    -- the public key that signed it, only as a hint: check it against one from elsewhere
    ) STRICT;

    CREATE TABLE reject (
      -- A record that could not be read: its place, the reason, its bytes. Nothing is dropped.
      id            INTEGER PRIMARY KEY,
      source_part   INTEGER NOT NULL REFERENCES source_part (id),
      record_number INTEGER NOT NULL,
      line          INTEGER NOT NULL,   -- of the record's first byte, from 1
      source_offset INTEGER NOT NULL,
      reason        TEXT NOT NULL,
      original      BLOB NOT NULL
    ) STRICT;

    """

  private static let indexes = """
    CREATE INDEX actor_by_name ON actor (name, source_id, kind);
    CREATE INDEX document_by_id ON document (document_id, parent_id);
    CREATE INDEX source_file_by_size ON source_file (bytes);

    """

  private static let triggers = [
    "event", "event_in_time", "sighting", "reject", "claim", "day_count", "actor_count", "export_note", "ledger_entry", "actor", "module", "action", "document",
    "document_name", "profile", "log_entry", "checkpoint",
  ].map { table in
    """
    CREATE TRIGGER \(table)_is_never_changed BEFORE UPDATE ON \(table)
    BEGIN SELECT raise(ABORT, 'an archived \(table) is never changed'); END;
    CREATE TRIGGER \(table)_is_never_deleted BEFORE DELETE ON \(table)
    BEGIN SELECT raise(ABORT, 'an archived \(table) is never deleted'); END;

    """
  }.joined()

  private static let logTriggers = """
    CREATE TRIGGER leaf_block_only_grows BEFORE UPDATE ON leaf_block
    WHEN NEW.id <> OLD.id OR OLD.root IS NOT NULL
      OR substr(NEW.kinds, 1, length(OLD.kinds)) <> OLD.kinds
      OR NEW.seed <> OLD.seed
      OR substr(NEW.leaves, 1, length(OLD.leaves)) <> OLD.leaves
    BEGIN SELECT raise(ABORT, 'leaves of the evidence log are never changed'); END;
    CREATE TRIGGER leaf_block_is_never_deleted BEFORE DELETE ON leaf_block
    BEGIN SELECT raise(ABORT, 'leaves of the evidence log are never deleted'); END;

    """

  private static let view = """
    CREATE VIEW readable_sighting AS
      -- One row for each duplicate record.
      SELECT event.id AS event, sighting.source_part, first_record + (event.id - first_event) * step AS record_number
        FROM event
        JOIN sighting ON first_event BETWEEN event.id - 4095 AND event.id AND event.id < first_event + count;

    CREATE VIEW readable_change AS
      -- One row for each changed field of each event. A side that was not recorded is NULL, and so is a side that was null: the columns
      -- before_recorded and after_recorded tell the two apart.
      SELECT event.id AS event,
             change.key + 1 AS position,
             change.value ->> 0 AS field,
             CASE json_array_length(change.value) WHEN 3 THEN change.value -> 1 ELSE change.value -> '$[1].before' END AS before,
             CASE json_array_length(change.value) WHEN 3 THEN change.value -> 2 ELSE change.value -> '$[1].after' END AS after,
             json_array_length(change.value) = 3 OR json_type(change.value, '$[1].before') IS NOT NULL AS before_recorded,
             json_array_length(change.value) = 3 OR json_type(change.value, '$[1].after') IS NOT NULL AS after_recorded
        FROM event, json_each(event.changes) AS change;

    CREATE VIEW readable_event AS
      -- Every event with its dictionaries joined, for reading. Newest first: ORDER BY occurred_at DESC, id.
      SELECT event.id,
             event.occurred_at,
             strftime('%Y-%m-%dT%H:%M:%fZ', event.occurred_at / 1000.0, 'unixepoch') AS occurred_at_utc,
             actor.name         AS actor,
             actor.source_id    AS actor_id,
             actor.kind         AS actor_kind,
             module.name        AS module,
             action.name        AS action,
             action.class       AS action_class,
             document.document_id,
             document_name.name AS document,
             document.parent_id,
             event.changes,
             event.extras,
             event.source_event_id,
             event.source_time,
             event.variant_of,
             source_file.name   AS file,
             source_part.member AS member,
             event.record_number,
             (SELECT count(*) FROM readable_sighting WHERE readable_sighting.event = event.id) AS duplicates
        FROM event
        JOIN actor       ON actor.id = event.actor
        JOIN module      ON module.id = event.module
        JOIN action      ON action.id = event.action
        JOIN document    ON document.id = event.document
        LEFT JOIN document_name ON document_name.id = event.document_name
        JOIN source_part ON source_part.id = event.source_part
        JOIN source_file ON source_file.id = source_part.file;

    """
}
