/** What the catalog knows of recovery kits. Owns the table `recovery_kits`; a row is a kit that no later one took the place of. */
import type { Sql } from '../../box/catalog/index.ts';

export interface KitRow {
  readonly keyId: string;
  readonly repositoryId: string;
  readonly madeAt: string;
  readonly confirmedAt: string | null;
  /** Places of the groups to type back, from 0; empty once confirmed. */
  readonly asked: readonly number[];
  readonly answers: Uint8Array | null;
  readonly triesLeft: number;
}

interface Stored {
  readonly key_id: string;
  readonly repository_id: string;
  readonly made_at: string;
  readonly confirmed_at: string | null;
  readonly asked: string | null;
  readonly answers: Uint8Array | null;
  readonly tries_left: number;
}

interface Transactions extends Sql {
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

export class KitRows {
  readonly #catalog: Transactions;

  constructor(catalog: Transactions) {
    this.#catalog = catalog;
  }

  /** The kits of a repository: at most one that is confirmed, and one that waits. */
  async of(repositoryId: string): Promise<KitRow[]> {
    return (await this.#catalog.all<Stored>('SELECT * FROM recovery_kits WHERE repository_id = ?', repositoryId)).map(rowOf);
  }

  /** The kits of the repository that was there last: for as long as it is locked and its id unknown. */
  async latest(): Promise<KitRow[]> {
    const newest = await this.#catalog.get<Stored>('SELECT * FROM recovery_kits ORDER BY made_at DESC LIMIT 1');
    return newest ? await this.of(newest.repository_id) : [];
  }

  /** Puts a new kit in the place of the one that waited; the key ids of those that it took the place of. */
  async replacePending(row: KitRow): Promise<string[]> {
    return await this.#catalog.transaction(async (sql) => {
      const pending = 'FROM recovery_kits WHERE repository_id = ? AND confirmed_at IS NULL';
      const superseded = await sql.all<Stored>(`SELECT * ${pending}`, row.repositoryId);
      await sql.run(`DELETE ${pending}`, row.repositoryId);
      const { keyId, repositoryId, madeAt, confirmedAt, asked, answers, triesLeft } = row;
      await sql.run(
        'INSERT INTO recovery_kits VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[keyId, repositoryId, madeAt, confirmedAt, JSON.stringify(asked), answers, triesLeft],
      );
      return superseded.map(({ key_id }) => key_id);
    });
  }

  /** One try less; the last one takes the answers along. */
  async countTry(keyId: string): Promise<void> {
    const answers = 'CASE WHEN tries_left > 1 THEN answers END';
    await this.#catalog.run(`UPDATE recovery_kits SET tries_left = tries_left - 1, answers = ${answers} WHERE key_id = ?`, keyId);
  }

  /** From now on this kit is the one; the one before is no longer. */
  async confirm({ keyId, repositoryId }: KitRow, confirmedAt: string): Promise<void> {
    await this.#catalog.transaction(async (sql) => {
      await sql.run('DELETE FROM recovery_kits WHERE repository_id = ? AND key_id <> ?', repositoryId, keyId);
      await sql.run('UPDATE recovery_kits SET confirmed_at = ?, asked = NULL, answers = NULL WHERE key_id = ?', confirmedAt, keyId);
    });
  }
}

function rowOf(stored: Stored): KitRow {
  return {
    keyId: stored.key_id,
    repositoryId: stored.repository_id,
    madeAt: stored.made_at,
    confirmedAt: stored.confirmed_at,
    asked: stored.asked === null ? [] : (JSON.parse(stored.asked) as number[]),
    answers: stored.answers,
    triesLeft: stored.tries_left,
  };
}
