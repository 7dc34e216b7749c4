-- One row from the loss of the catalog until its box snapshot was looked for: what took its place, of which edition, and since when.
-- `since` is RFC 3339.
CREATE TABLE loss (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  origin TEXT NOT NULL CHECK (origin IN ('copy', 'new')),
  edition INTEGER NOT NULL,
  since TEXT NOT NULL
) STRICT;
-- Down
DROP TABLE loss;
