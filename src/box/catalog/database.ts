/**
 * Opening a catalog's file: the driver, the pragmas, and the migrations that its version lacks.
 *
 * Invariant: a file of a later version keeps what this one does not know.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Database, open } from 'sqlite';
import { SqliteDriver } from './driver.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Record<string, SqlValue>;

/** Asks and changes; inside a transaction, of that transaction. */
export interface Sql {
  run(sql: string, ...values: SqlValue[]): Promise<{ changes: number; lastId: number }>;
  get<T = Row>(sql: string, ...values: SqlValue[]): Promise<T | undefined>;
  all<T = Row>(sql: string, ...values: SqlValue[]): Promise<T[]>;
}

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** An open file. What it is asked goes straight to it: whoever holds it sees to the order. */
export class OpenDatabase implements Sql, AsyncDisposable {
  readonly #database: Database;

  /** Makes the file when it is not there. */
  static async open(file: string, log: (line: string) => void): Promise<OpenDatabase> {
    const database = await open({ filename: file, driver: SqliteDriver as never });
    await database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    await migrate(database, log);
    return new OpenDatabase(database);
  }

  private constructor(database: Database) {
    this.#database = database;
  }

  /** Node's own, for what `sqlite` has no word for. */
  get inner(): SqliteDriver['inner'] {
    return (this.#database.getDatabaseInstance() as unknown as SqliteDriver).inner;
  }

  async run(sql: string, ...values: SqlValue[]): Promise<{ changes: number; lastId: number }> {
    const { changes = 0, lastID = 0 } = await this.#database.run(sql, ...values);
    return { changes, lastId: lastID };
  }

  async get<T = Row>(sql: string, ...values: SqlValue[]): Promise<T | undefined> {
    return await this.#database.get<T>(sql, ...values);
  }

  async all<T = Row>(sql: string, ...values: SqlValue[]): Promise<T[]> {
    return await this.#database.all<T[]>(sql, ...values);
  }

  async exec(sql: string): Promise<void> {
    await this.#database.exec(sql);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database.close();
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
