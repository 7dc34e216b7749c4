/**
 * The file of the index of names: its tables, and how it is opened.
 *
 * Owns: the tables' meaning. Invariant: what the file holds can be read out of the repository again, so a file that is damaged, of another
 * form or of another repository is thrown away.
 * A span is a stretch of numbers of one line's snapshots, from `first` to `last`, in which an entry stayed the same; one without `last`
 * goes on. Names and paths are shared by all lines.
 */
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Grows when tables or the meaning of a column change. */
const FORM = 1;
const CACHE_KIB = 16 * 1024;
const BESIDE = ['', '-wal', '-shm'];

/**
 * `names.name` holds a ByteString. `folded` finds names by their beginning and holds all of them in one place for texts that are too
 * short for trigrams. `grams` holds no text and no positions: what it finds must be looked at.
 * A line's number is never given again: rows of one that is gone may still be there.
 * `marks` says which tree a folder of a line held when it was last compared; a folder under work has none.
 */
const TABLES = `
  CREATE TABLE about (repository TEXT NOT NULL) STRICT;
  CREATE TABLE lines (id INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, paths TEXT NOT NULL, latest INTEGER NOT NULL, UNIQUE (host, paths)) STRICT;
  CREATE TABLE snapshots (
    id TEXT PRIMARY KEY, line INTEGER NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL, complete INTEGER NOT NULL, gaps INTEGER NOT NULL,
    UNIQUE (line, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE folded (folded TEXT NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (folded, name)) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE grams USING fts5(folded, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1');
  CREATE TABLE paths (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, name INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX paths_by_parent ON paths (parent, name);
  CREATE INDEX paths_by_name ON paths (name);
  CREATE TABLE spans (
    path INTEGER NOT NULL, line INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER,
    kind INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (path, line, first)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE marks (line INTEGER NOT NULL, path INTEGER NOT NULL, tree TEXT NOT NULL, PRIMARY KEY (line, path)) STRICT, WITHOUT ROWID;
`;

const NAMES = ['lines', 'snapshots', 'names', 'folded', 'grams', 'paths', 'spans', 'marks'];

/** Opens the file for the one who writes. `verify` reads all of it first. A file that cannot be used is begun anew. */
export function openForWriting(file: string, options: { repository: string; verify: boolean }): DatabaseSync {
  if (existsSync(file)) {
    const kept = tryOpen(file, options);
    if (kept) return kept;
    discard(file);
  }
  const database = connect(file);
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  tune(database);
  database.exec(`BEGIN; ${TABLES} PRAGMA user_version = ${FORM};`);
  database.prepare('INSERT INTO about VALUES (?)').run(options.repository);
  database.exec('COMMIT');
  return database;
}

/** Opens the file for questions; undefined while there is none of this repository. */
export function openForReading(file: string, repository: string): DatabaseSync | undefined {
  if (!existsSync(file)) return undefined;
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    database.exec(`PRAGMA cache_size = -${CACHE_KIB / 2}`);
    if (isOf(database, repository)) return database;
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

/** Takes the file away, with all that lies beside it. */
export function discard(file: string): void {
  for (const ending of BESIDE) rmSync(`${file}${ending}`, { force: true });
}

/** Whether an error of SQLite says that the file is not what it should be. */
export function saysDamaged(error: unknown): boolean {
  const { code, errcode } = error as { code?: string; errcode?: number };
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return false;
  return (
    [CORRUPT, NOT_A_DATABASE, CONSTRAINT].includes(errcode & 0xff) || /no such (table|column)|malformed/.test((error as Error).message)
  );
}

/** SQLite documentation, "Result and Error Codes". */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
/** A row that is told was there already: somebody else wrote in between, and nothing in the file can be trusted. */
const CONSTRAINT = 19;

function tryOpen(file: string, { repository, verify }: { repository: string; verify: boolean }): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = connect(file);
    tune(database);
    if (isOf(database, repository) && (!verify || isWhole(database))) return database;
  } catch (error) {
    if (!saysDamaged(error)) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return undefined;
}

function connect(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: 5_000 });
}

/** What a power cut takes is read again from the repository, so commits need not wait for the disk; the file stays whole all the same. */
function tune(database: DatabaseSync): void {
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = 8000;`,
  );
}

function isOf(database: DatabaseSync, repository: string): boolean {
  const { user_version: form } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (form !== FORM) return false;
  for (const table of NAMES) database.prepare(`SELECT 1 FROM ${table}`);
  return database.prepare('SELECT 1 FROM about WHERE repository = ?').get(repository) !== undefined;
}

function isWhole(database: DatabaseSync): boolean {
  const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  return found === 'ok';
}
