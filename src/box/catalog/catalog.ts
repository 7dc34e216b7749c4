/**
 * `Catalog`: the box's memory, one SQLite file in the state folder.
 *
 * Owns: one change at a time, the copy beside the file, and taking over the contents of an earlier catalog while the box runs.
 * Does not own: tables; each room of box/ has a migration in migrations/ and asks for its own rows.
 * Invariants: what a transaction returned from is on disk (WAL, synchronous=FULL); a damaged file is put aside, never deleted; a copy
 * that is whole is only replaced by one that is whole.
 * Source: SQLite documentation, "Write-Ahead Logging", "Online Backup API" and "PRAGMA integrity_check".
 */
import { chmod, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { Fault } from '../../base/index.ts';
import { OpenDatabase, type Row, type Sql, type SqlValue } from './database.ts';
import { inspect } from './inspect.ts';
import { asideOf, copyOf, type Origin, rescueCatalog, sync } from './rescue.ts';
import { isDiskFull, keepReserve, useReserve } from './reserve.ts';

/** What took the place of a catalog that was lost. */
export interface Loss {
  readonly origin: 'copy' | 'new';
  /** How far the copy had come; 0 for a new one. */
  readonly edition: number;
  /** What was entered later than this was entered since. */
  readonly since: string;
}

/** Takes over into the restored catalog what was entered since the loss and shall stay; a sentence for each thing a person should know. */
export type Keep = (restored: Sql, now: Sql) => Promise<string[]>;

/** Pages the backup copies at a time: 4 MiB, a few milliseconds. */
const PAGES_AT_ONCE = 1_000;

export class Catalog implements Sql {
  readonly file: string;
  /** 'copy' and 'new' after a loss: callers bring back what they can from elsewhere. */
  readonly origin: Origin;
  readonly #database: OpenDatabase;
  readonly #log: (line: string) => void;
  readonly #whenReplaced: (() => Promise<void> | void)[] = [];
  /** What waits for its turn: statements of others must not slip into a transaction. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Two copies at once would write the same temporary file. */
  #copying: Promise<unknown> = Promise.resolve();

  /** Opens `catalog.sqlite` in the state folder; a file that is lost or damaged is replaced by its copy, or else begun anew. */
  static async in(state: string, log: (line: string) => void): Promise<Catalog> {
    const file = path.join(state, 'catalog.sqlite');
    const origin = await rescueCatalog(file, log);
    const database = await OpenDatabase.open(file, log);
    if (origin !== 'kept') await noteLoss(database, origin);
    const catalog = new Catalog(file, { origin, database, log });
    // A disk that is full must not keep the box from starting: that is when somebody needs it.
    await catalog
      .saveCopy()
      .catch((error: Error) => log(`the copy of the catalog could not be written, the last one stays: ${error.message}`));
    return catalog;
  }

  private constructor(file: string, { origin, database, log }: { origin: Origin; database: OpenDatabase; log: (line: string) => void }) {
    this.file = file;
    this.origin = origin;
    this.#database = database;
    this.#log = log;
  }

  /** The copy that `saveCopy` writes: a whole database file, which nothing has open. */
  get copy(): string {
    return copyOf(this.file);
  }

  run(sql: string, ...values: SqlValue[]): Promise<{ changes: number; lastId: number }> {
    return this.#inTurn(() => this.#withRoom(() => this.#database.run(sql, ...values)));
  }

  get<T = Row>(sql: string, ...values: SqlValue[]): Promise<T | undefined> {
    return this.#inTurn(() => this.#database.get<T>(sql, ...values));
  }

  all<T = Row>(sql: string, ...values: SqlValue[]): Promise<T[]> {
    return this.#inTurn(() => this.#database.all<T>(sql, ...values));
  }

  /** All of `work` or nothing; durable when it returns. `work` asks through the `Sql` it is given: the catalog itself would wait for it. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#inTurn(() => this.#withRoom(() => this.#transaction(work)));
  }

  /** Grows with every row that changes: the same number means that nothing was written in between. */
  async changes(): Promise<number> {
    return (await this.get<{ count: number }>('SELECT total_changes() AS count'))!.count;
  }

  /** Each copy is one further; after a loss it tells which of two catalogs is the later one, whatever the clock says. */
  async edition(): Promise<number> {
    return (await this.get<{ user_version: number }>('PRAGMA user_version'))!.user_version;
  }

  /**
   * Writes the copy by SQLite's online backup: checked, and durable, before it takes the old copy's place.
   * Throws Fault 'catalog.damaged' when it is not whole, and leaves the old copy.
   */
  async saveCopy(): Promise<void> {
    const mine = this.#copying.then(() => this.#saveCopy());
    this.#copying = mine.catch(() => undefined);
    await mine;
  }

  /** What SQLite finds wrong with the file on disk; empty when it is whole. */
  async problems(): Promise<string[]> {
    const damage = await inspect(this.file);
    return damage === undefined ? [] : [damage];
  }

  /** Set from a loss until `settle`: nobody has looked in the repository for what was lost. */
  async loss(): Promise<Loss | undefined> {
    const row = await this.get<Row>('SELECT origin, edition, since FROM loss');
    return row && ({ ...row } as unknown as Loss);
  }

  /** What could be brought back is back. */
  async settle(): Promise<void> {
    await this.run('DELETE FROM loss');
    await this.saveCopy();
  }

  /** `listener` is called after the contents were replaced: what a room remembers of its rows is no longer so. */
  onReplaced(listener: () => Promise<void> | void): void {
    this.#whenReplaced.push(listener);
  }

  /**
   * Puts the contents of another catalog's file, which is changed by it, in the place of these: in one commit, so that a power cut
   * leaves the one or the other. What is replaced stays in a file beside it, whose name is returned with what `keep` had to say.
   */
  async adopt(file: string, keep: Keep): Promise<{ said: string[]; before: string }> {
    const before = asideOf(this.file, 'before');
    const said = await this.#inTurn(async () => {
      await using restored = await OpenDatabase.open(file, this.#log);
      const sentences = await keep(restored, this.#database);
      await restored.run('DELETE FROM loss');
      await backup(this.#database.inner, before, { rate: PAGES_AT_ONCE });
      await chmod(before, 0o600);
      await sync(before);
      await backup(restored.inner, this.file, { rate: PAGES_AT_ONCE });
      return sentences;
    });
    for (const listener of this.#whenReplaced) await listener();
    await this.saveCopy();
    return { said, before: path.basename(before) };
  }

  async close(): Promise<void> {
    await this.#copying;
    await this.#inTurn(() => this.#database[Symbol.asyncDispose]());
  }

  async #transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    await this.#database.exec('BEGIN IMMEDIATE');
    try {
      const value = await work(this.#database);
      await this.#database.exec('COMMIT');
      return value;
    } catch (error) {
      if (this.#database.inner.isTransaction) await this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** On a disk that is full, what did not fit is done again in the room that was kept for that. Throws Fault 'store.full' when that is gone too. */
  async #withRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      if (!(await useReserve(this.file))) throw full(error);
      this.#log('the disk that holds the state of the box is full; the box goes on in the room that it kept for that');
    }
    return await work().catch((error: unknown) => {
      throw isDiskFull(error) ? full(error) : error;
    });
  }

  async #saveCopy(): Promise<void> {
    const fresh = `${this.copy}.new`;
    try {
      await this.#writeCopy(fresh);
      await rename(fresh, this.copy);
      await sync(path.dirname(this.copy));
      await keepReserve(this.file);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  }

  async #writeCopy(fresh: string): Promise<void> {
    await rm(fresh, { force: true });
    await this.#inTurn(async () => {
      const { user_version: edition } = (await this.#database.get<{ user_version: number }>('PRAGMA user_version'))!;
      await this.#database.exec(`PRAGMA user_version = ${edition + 1}`);
      await backup(this.#database.inner, fresh, { rate: PAGES_AT_ONCE });
    });
    await chmod(fresh, 0o600);
    const plain = new DatabaseSync(fresh);
    plain.exec('PRAGMA journal_mode = DELETE');
    plain.close();
    const damage = await inspect(fresh);
    if (damage !== undefined) throw damagedFault(this.file, damage);
    await sync(fresh);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

/** The loss before this one counts when nobody has looked for that yet either. */
async function noteLoss(database: OpenDatabase, origin: 'copy' | 'new'): Promise<void> {
  const since = origin === 'new' ? '' : new Date().toISOString();
  await database.run(
    'INSERT INTO loss SELECT 1, ?, user_version, ? FROM pragma_user_version WHERE true ON CONFLICT DO NOTHING',
    origin,
    since,
  );
}

function damagedFault(file: string, damage: string): Fault {
  return new Fault(
    'catalog.damaged',
    `The box's memory, ${file}, is damaged (${damage}). Its last whole copy is kept. Restart the box: it will begin from that copy.`,
  );
}

function full(cause: unknown): Fault {
  const message =
    'The disk that holds the state of the box is full, so nothing can be written down. Free some space on it, then try again.';
  return new Fault('store.full', message, { cause });
}
