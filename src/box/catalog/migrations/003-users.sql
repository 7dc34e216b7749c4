-- Who may come in. Times are RFC 3339 in UTC with milliseconds, so that their order is the order of their text.
-- `name_key` is the name folded for comparing; `password` is a PHC string.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  password TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_sign_in_at TEXT,
  preferences TEXT NOT NULL
) STRICT;

-- `token_hash` is SHA-256 of what the browser holds.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  used_at TEXT NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account);

CREATE TABLE api_tokens (
  id TEXT PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
  created_at TEXT NOT NULL,
  used_at TEXT,
  expires_at TEXT
) STRICT;
CREATE INDEX api_tokens_of_account ON api_tokens (account);

-- Where people have signed in from.
CREATE TABLE familiar_addresses (
  account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  address TEXT NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

-- Tries that failed or are under way, by what they are counted for. The wait runs from `last_at`.
CREATE TABLE tries (
  subject TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  wait_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tries_by_age ON tries (last_at);

-- Only ever written to at its end; each hash covers the row and the hash before.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT,
  via TEXT NOT NULL,
  address TEXT,
  action TEXT NOT NULL,
  about TEXT,
  outcome TEXT NOT NULL,
  details TEXT NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
-- Down
DROP TABLE audit;
DROP TABLE tries;
DROP TABLE familiar_addresses;
DROP TABLE api_tokens;
DROP TABLE sessions;
DROP TABLE accounts;
