/** `Settings`: what the box is told to do, one JSON value a name. Who reads a setting says what it is when nobody chose. */
import { hostname } from 'node:os';
import type { Sql } from './database.ts';

export class Settings {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async get<T>(name: string, otherwise: T): Promise<T> {
    const row = await this.#sql.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name);
    return row === undefined ? otherwise : (JSON.parse(row.value) as T);
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.#sql.run('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', name, JSON.stringify(value));
  }

  /** What people call the box; the machine's own name unless somebody chose. */
  boxName(): Promise<string> {
    return this.get('box.name', hostname());
  }

  /** All that were chosen, by name. */
  async all(): Promise<Record<string, unknown>> {
    const rows = await this.#sql.all<{ name: string; value: string }>('SELECT name, value FROM settings ORDER BY name');
    return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)]));
  }
}
