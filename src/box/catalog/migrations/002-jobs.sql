-- Jobs, oldest first by number. Times are RFC 3339; subject, order, progress, result and saved are JSON without secrets.
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  job_order TEXT NOT NULL,
  state TEXT NOT NULL,
  stopping TEXT,
  priority TEXT NOT NULL,
  requested_by TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  attempts INTEGER NOT NULL,
  progress TEXT NOT NULL,
  problem_count INTEGER NOT NULL,
  result TEXT,
  failure_code TEXT,
  failure_detail TEXT,
  saved TEXT,
  -- Kind, subject and failure in lower case, for the search.
  words TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, number);

CREATE TABLE job_lines (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,
  time TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX job_lines_by_job ON job_lines (job, number);
CREATE INDEX job_lines_by_time ON job_lines (time);

-- Of the last attempt; as many as are kept.
CREATE TABLE job_problems (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX job_problems_by_job ON job_problems (job, number);
-- Down
DROP TABLE job_problems;
DROP TABLE job_lines;
DROP TABLE jobs;
