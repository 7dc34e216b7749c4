/**
 * `Catalog`: the box's memory, one SQLite file in the state folder.
 *
 * Owns: opening, migrating, one change at a time, the copy beside it, and what happens when the file is lost or damaged.
 * Does not own: tables; each room of box/ has a migration in migrations/ and asks for its own rows.
 * Invariants: what a transaction returned from is on disk (WAL, synchronous=FULL); a damaged file is put aside, never deleted.
 * Source: SQLite documentation, "Write-Ahead Logging", "Online Backup API" and "PRAGMA integrity_check".
 */
import { open as openFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { type Database, open } from 'sqlite';
import { SqliteDriver } from './driver.ts';
import { copyOf, type Origin, rescueCatalog } from './rescue.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Record<string, SqlValue>;

/** Asks and changes; inside a transaction, of that transaction. */
export interface Sql {
  run(sql: string, ...values: SqlValue[]): Promise<{ changes: number; lastId: number }>;
  get<T = Row>(sql: string, ...values: SqlValue[]): Promise<T | undefined>;
  all<T = Row>(sql: string, ...values: SqlValue[]): Promise<T[]>;
}

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

export class Catalog implements Sql {
  readonly file: string;
  /** 'copy' and 'new' after a loss: callers bring back what they can from elsewhere. */
  readonly origin: Origin;
  readonly #database: Database;
  readonly #driver: SqliteDriver;
  /** What waits for its turn: statements of others must not slip into a transaction. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Opens `catalog.sqlite` in the state folder; a file that is lost or damaged is replaced by its copy, or else begun anew. */
  static async in(state: string, log: (line: string) => void): Promise<Catalog> {
    const file = path.join(state, 'catalog.sqlite');
    const origin = await rescueCatalog(file, log);
    const database = await open({ filename: file, driver: SqliteDriver as never });
    await database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    await migrate(database, log);
    const catalog = new Catalog(file, origin, database);
    await catalog.saveCopy();
    return catalog;
  }

  private constructor(file: string, origin: Origin, database: Database) {
    this.file = file;
    this.origin = origin;
    this.#database = database;
    this.#driver = database.getDatabaseInstance() as unknown as SqliteDriver;
  }

  /** The copy that `saveCopy` writes: a whole database file, which nothing has open. */
  get copy(): string {
    return copyOf(this.file);
  }

  run(sql: string, ...values: SqlValue[]): Promise<{ changes: number; lastId: number }> {
    return this.#inTurn(() => this.#run(sql, ...values));
  }

  get<T = Row>(sql: string, ...values: SqlValue[]): Promise<T | undefined> {
    return this.#inTurn(() => this.#database.get<T>(sql, ...values));
  }

  all<T = Row>(sql: string, ...values: SqlValue[]): Promise<T[]> {
    return this.#inTurn(() => this.#database.all<T[]>(sql, ...values));
  }

  /** All of `work` or nothing; durable when it returns. `work` asks through the `Sql` it is given: the catalog itself would wait for it. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#database.exec('BEGIN IMMEDIATE');
      try {
        const value = await work({
          run: (sql, ...values) => this.#run(sql, ...values),
          get: (sql, ...values) => this.#database.get(sql, ...values),
          all: (sql, ...values) => this.#database.all(sql, ...values),
        });
        await this.#database.exec('COMMIT');
        return value;
      } catch (error) {
        if (this.#driver.inner.isTransaction) await this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Writes the copy by SQLite's online backup, durable before it takes the old copy's place. */
  async saveCopy(): Promise<void> {
    const fresh = `${this.copy}.new`;
    await rm(fresh, { force: true });
    await this.#inTurn(() => backup(this.#driver.inner, fresh));
    const plain = new DatabaseSync(fresh);
    plain.exec('PRAGMA journal_mode = DELETE');
    plain.close();
    await sync(fresh);
    await rename(fresh, this.copy);
    await sync(path.dirname(this.copy));
  }

  /** What SQLite finds wrong with the file; empty when it is whole. */
  async problems(): Promise<string[]> {
    const rows = await this.all<{ integrity_check: string }>('PRAGMA integrity_check(20)');
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#database.close());
  }

  async #run(sql: string, ...values: SqlValue[]): Promise<{ changes: number; lastId: number }> {
    const { changes = 0, lastID = 0 } = await this.#database.run(sql, ...values);
    return { changes, lastId: lastID };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

/**
 * A catalog that a later version migrated is used as it is: migrations only add, so the box can go back to its former system slot.
 * `sqlite` would take the later tables down, and what is in them.
 */
async function migrate(database: Database, log: (line: string) => void): Promise<void> {
  const known = (await readdir(MIGRATIONS)).map((name) => Number.parseInt(name, 10));
  const isKnown = await database.get("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'");
  const latest = isKnown ? await database.get<{ id: number }>('SELECT max(id) AS id FROM migrations') : undefined;
  if ((latest?.id ?? 0) > Math.max(...known))
    log('the catalog is of a later version of the box; what this version does not know stays as it is');
  else await database.migrate({ migrationsPath: MIGRATIONS });
}

async function sync(file: string): Promise<void> {
  await using handle = await openFile(file, 'r');
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(error.code ?? '')) throw error;
  });
}
