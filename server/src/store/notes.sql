-- notes.db: annotations as opaque updates, synchronous=NORMAL: a power cut may cost seconds, devices send them again.

CREATE TABLE IF NOT EXISTS boot (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS room_update (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  room TEXT NOT NULL,
  author TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS update_of_room ON room_update (room, seq);

-- Which orders to take a person's notes out were carried out in which room: once in each, also after a crash.
CREATE TABLE IF NOT EXISTS carried_out (
  room TEXT NOT NULL,
  withdrawal TEXT NOT NULL,
  PRIMARY KEY (room, withdrawal)
) STRICT, WITHOUT ROWID;
