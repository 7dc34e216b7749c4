-- Recovery kits of the box's repository: one row a key that is not superseded; never the key itself. Times are RFC 3339.
CREATE TABLE recovery_kits (
  key_id TEXT PRIMARY KEY,
  repository_id TEXT NOT NULL,
  made_at TEXT NOT NULL,
  -- Null until some groups of it were typed back.
  confirmed_at TEXT,
  -- JSON: the places of the groups to type back, from 0. Null once confirmed.
  asked TEXT,
  -- Those groups, sealed by the box. Null once confirmed, or when no try is left.
  answers BLOB,
  tries_left INTEGER NOT NULL
) STRICT;
-- Down
DROP TABLE recovery_kits;
