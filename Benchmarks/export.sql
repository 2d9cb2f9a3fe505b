/* The columns of events.csv from the archive's tables, in one statement: what a script would give sqlite3. Two changes of one field in one event
   make one object with the key twice here, where events.csv has arrays. */
SELECT event.id AS event,
       strftime('%Y-%m-%dT%H:%M:%fZ', event.occurred_at / 1000.0, 'unixepoch') AS occurred_at,
       coalesce(source_time, strftime('%Y-%m-%dT%H:%M:%fZ', event.occurred_at / 1000.0, 'unixepoch')) AS source_time,
       system, source_event_id, actor.name AS actor, actor.source_id AS actor_id, actor.kind AS actor_kind,
       module.name AS module, action.name AS action, document_id, document_name.name AS document_name, parent_id,
       {changes},
       extras, variant_of, source_file.name AS source_file, source_part.member AS source_member, record_number
  FROM event
  JOIN actor ON actor.id = event.actor
  JOIN module ON module.id = event.module
  JOIN action ON action.id = event.action
  JOIN document ON document.id = event.document
  LEFT JOIN document_name ON document_name.id = event.document_name
  JOIN source_part ON source_part.id = event.source_part
  JOIN source_file ON source_file.id = source_part.file
 WHERE {filter}
 ORDER BY event.occurred_at DESC, event.id
