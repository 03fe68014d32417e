-- core.db: what may never be lost. Append only but for accounts and logins; every table STRICT.

CREATE TABLE IF NOT EXISTS boot (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;

-- header and payload are canonical JSON (RFC 8785): exactly the bytes that were hashed.
CREATE TABLE IF NOT EXISTS entry (
  log TEXT NOT NULL,
  seq INTEGER NOT NULL,
  header TEXT NOT NULL,
  payload TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS receipt (
  log TEXT NOT NULL,
  command TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (log, command)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS finding (
  sha256 TEXT NOT NULL,
  topic TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (topic, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS account (
  username TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS login (
  token_hash TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  person TEXT NOT NULL,
  device TEXT NOT NULL,
  device_name TEXT NOT NULL,
  signed_in_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS login_of_person ON login (person);

-- Keys of private notes, locked on the devices: versions, for whom each is locked, which device is whose.
CREATE TABLE IF NOT EXISTS ring (
  person TEXT NOT NULL,
  version INTEGER NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  vouch TEXT,
  PRIMARY KEY (person, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS ring_wrap (
  person TEXT NOT NULL,
  version INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  fresh TEXT NOT NULL,
  box TEXT NOT NULL,
  PRIMARY KEY (person, version, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS ring_device (
  person TEXT NOT NULL,
  key TEXT NOT NULL,
  device TEXT NOT NULL,
  signing TEXT,
  revoked_at TEXT,
  PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS ring_of_signing ON ring_device (signing);
