/**
 * The driver that the `sqlite` package asks for, over Node's own SQLite: its usual one, sqlite3, is no longer kept.
 *
 * Owns: callbacks in, node:sqlite's synchronous calls out. Queries that may take long belong into a thread.
 * Source: the API of node-sqlite3 as far as `sqlite` calls it.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

type Done<T = void> = (this: unknown, error: Error | null, value?: T) => void;
type Row = Record<string, unknown>;

export class SqliteDriver {
  /** For what `sqlite` has no word for: online backup. */
  readonly inner: DatabaseSync;

  constructor(filename: string, ...rest: [Done] | [number, Done]) {
    const done = rest.at(-1) as Done;
    // Statements wait this long for another connection's lock before they fail.
    this.inner = new DatabaseSync(filename, { open: false, timeout: 5_000 });
    answer(done, () => this.inner.open());
  }

  /** Only for sqlite's own wrapper; nothing here is traced or profiled. */
  on(): void {}

  configure(): void {}

  close(done: Done): void {
    answer(done, () => this.inner.close());
  }

  exec(sql: string, done: Done): void {
    answer(done, () => this.inner.exec(sql));
  }

  run(sql: string, ...rest: unknown[]): this {
    runStatement(() => this.inner.prepare(sql), rest);
    return this;
  }

  get(sql: string, ...rest: unknown[]): this {
    const { values, done } = split<Row | undefined>(rest);
    answer(done, () => this.inner.prepare(sql).get(...values));
    return this;
  }

  all(sql: string, ...rest: unknown[]): this {
    const { values, done } = split<Row[]>(rest);
    answer(done, () => this.inner.prepare(sql).all(...values));
    return this;
  }

  each(sql: string, ...rest: unknown[]): this {
    eachRow(() => this.inner.prepare(sql), rest);
    return this;
  }

  prepare(sql: string, ...rest: unknown[]): Statement {
    const { values, done } = split(rest);
    const { error, value } = attempt(() => this.inner.prepare(sql));
    // `sqlite` uses what this returns inside the callback, so that must come later.
    queueMicrotask(() => done.call(undefined, error));
    return new Statement(value, values);
  }
}

/** A prepared statement with the values it was last given. */
class Statement {
  readonly #statement: StatementSync | undefined;
  #values: SQLInputValue[];

  constructor(statement: StatementSync | undefined, values: SQLInputValue[]) {
    this.#statement = statement;
    this.#values = values;
  }

  bind(...rest: unknown[]): void {
    const { values, done } = split(rest);
    this.#values = values;
    answer(done, () => undefined);
  }

  reset(done: Done): void {
    answer(done, () => undefined);
  }

  finalize(done: Done): void {
    answer(done, () => undefined);
  }

  run(...rest: unknown[]): this {
    runStatement(() => this.#statement!, this.#bound(rest));
    return this;
  }

  get(...rest: unknown[]): this {
    const { values, done } = split<Row | undefined>(this.#bound(rest));
    answer(done, () => this.#statement!.get(...values));
    return this;
  }

  all(...rest: unknown[]): this {
    const { values, done } = split<Row[]>(this.#bound(rest));
    answer(done, () => this.#statement!.all(...values));
    return this;
  }

  each(...rest: unknown[]): this {
    eachRow(() => this.#statement!, this.#bound(rest));
    return this;
  }

  /** Values given now, or else those given before. */
  #bound(rest: unknown[]): unknown[] {
    return rest.some((each) => typeof each !== 'function') ? rest : [...this.#values, ...rest];
  }
}

function runStatement(prepare: () => StatementSync, rest: unknown[]): void {
  const { values, done } = split(rest);
  const outcome = attempt(() => prepare().run(...values));
  const about = outcome.error ? {} : { lastID: Number(outcome.value!.lastInsertRowid), changes: Number(outcome.value!.changes) };
  done.call(about, outcome.error);
}

function eachRow(prepare: () => StatementSync, rest: unknown[]): void {
  const callbacks = rest.filter((each) => typeof each === 'function') as [Done<Row>, Done<number>];
  const values = rest.filter((each) => typeof each !== 'function') as SQLInputValue[];
  const [onRow, done] = callbacks;
  answer(done, () => {
    let count = 0;
    for (const row of prepare().iterate(...values)) {
      onRow.call(undefined, null, row);
      count++;
    }
    return count;
  });
}

function split<T = void>(rest: unknown[]): { values: SQLInputValue[]; done: Done<T> } {
  const done = typeof rest.at(-1) === 'function' ? (rest.at(-1) as Done<T>) : () => {};
  const values = typeof rest.at(-1) === 'function' ? rest.slice(0, -1) : rest;
  return { values: (Array.isArray(values[0]) ? values[0] : values) as SQLInputValue[], done };
}

function answer<T>(done: Done<T>, work: () => T): void {
  const { error, value } = attempt(work);
  if (error) done.call(undefined, error);
  else done.call(undefined, null, value);
}

function attempt<T>(work: () => T): { error: Error | null; value?: T } {
  try {
    return { error: null, value: work() };
  } catch (error) {
    return { error: error as Error };
  }
}
