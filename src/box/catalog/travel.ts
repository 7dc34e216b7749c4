/**
 * The catalog as it leaves the box: in a box snapshot, and back.
 *
 * Owns: what is left out because it is only of the moment, and two marks that say whether anything changed.
 * These are synchronous: threads call them.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { damageOf } from './rescue.ts';

/** Who is signed in and from where, who guessed wrong, what was lost: of this box and this moment. */
const STAYS_BEHIND = ['sessions', 'tries', 'familiar_addresses', 'loss'];
/** Columns that say when something was last used. */
const OF_THE_MOMENT: Readonly<Record<string, readonly string[]>> = { accounts: ['last_sign_in_at'], api_tokens: ['used_at'] };
/** What grows while the box does its work. */
const HISTORY = ['audit', 'jobs', 'job_lines', 'job_problems'];

export interface Marks {
  /** Of all that travels. */
  readonly everything: string;
  /** The same without history: what a person entered. */
  readonly chosen: string;
}

/** Takes out of a copy of the catalog what stays behind, also from the file's unused pages, and marks what is left. */
export function packForTravel(file: string): { marks: Marks; edition: number } {
  const database = new DatabaseSync(file);
  try {
    const tables = tablesOf(database);
    for (const table of STAYS_BEHIND) if (tables.includes(table)) database.exec(`DELETE FROM "${table}"`);
    database.exec('VACUUM');
    const { user_version: edition } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    return { marks: marksOf(database, tables), edition };
  } finally {
    database.close();
  }
}

/** Why a file cannot take the catalog's place, as a sentence; undefined when it can. */
export function unfitFor(file: string): string | undefined {
  const damage = damageOf(file);
  if (damage !== undefined) return `it is damaged (${damage})`;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = tablesOf(database);
    return ['migrations', 'settings', 'folders'].every((table) => tables.includes(table)) ? undefined : 'it is no catalog of a box';
  } finally {
    database.close();
  }
}

function tablesOf(database: DatabaseSync): string[] {
  const named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
  return (database.prepare(named).all() as { name: string }[]).map(({ name }) => name);
}

function marksOf(database: DatabaseSync, tables: readonly string[]): Marks {
  const everything = createHash('sha256');
  const chosen = createHash('sha256');
  for (const table of tables) {
    if (STAYS_BEHIND.includes(table)) continue;
    for (const text of rowsOf(database, table)) {
      everything.update(text);
      if (!HISTORY.includes(table)) chosen.update(text);
    }
  }
  return { everything: everything.digest('hex'), chosen: chosen.digest('hex') };
}

function* rowsOf(database: DatabaseSync, table: string): Generator<string> {
  const all = database.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[];
  const columns = all.map(({ name }) => name).filter((name) => !OF_THE_MOMENT[table]?.includes(name));
  const rows = database.prepare(`SELECT ${columns.map((name) => `"${name}"`).join()} FROM "${table}"`);
  rows.setReadBigInts(true);
  rows.setReturnArrays(true);
  yield `${JSON.stringify([table, columns])}\n`;
  for (const row of rows.iterate()) yield `${JSON.stringify(row, plain)}\n`;
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('hex') } : value;
}
