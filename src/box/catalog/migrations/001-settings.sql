-- What the box is told to do, by name; each value is JSON.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Folders that people chose to protect, remembered before their first backup. Times are RFC 3339.
CREATE TABLE folders (
  path TEXT PRIMARY KEY,
  chosen_at TEXT NOT NULL
) STRICT;
-- Down
DROP TABLE folders;
DROP TABLE settings;
