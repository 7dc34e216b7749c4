/**
 * `Audit`: what was done to the box, by whom, from where. Only ever added to, and each entry is chained to the one before.
 *
 * Owns: adding, reading, checking, giving away. Does not own: what is worth an entry; who does something writes it.
 * Invariant: an entry is on disk together with the change it tells of, when it is given the change's transaction. No secrets.
 */
import type { Catalog, Sql } from '../catalog/index.ts';
import type { Actor, Via } from './actor.ts';
import { type AuditDetails, type AuditEntry, type AuditHead, canonicalJson, chainHash, NO_HASH, type Outcome } from './chain.ts';
import { type Clock, timeText } from './clock.ts';

/** What happened: `action` is a code such as 'signin' or 'backup.started', `about` the name of what it was done to. */
export interface AuditEvent {
  readonly action: string;
  readonly about?: string | null;
  /** 'done' when nothing is said. */
  readonly outcome?: Outcome;
  readonly details?: AuditDetails;
}

export interface AuditQuery {
  /** Entries with a lower number than this. */
  readonly before?: number;
  /** 50 when nothing is said, 500 at most. */
  readonly limit?: number;
  /** Part of who, address, action, about or details. */
  readonly text?: string;
}

export type Verdict =
  | { readonly kind: 'whole'; readonly entries: number; readonly head: AuditHead }
  /** `seq` is the first entry that is not as it was written, or is missing. */
  | { readonly kind: 'broken'; readonly seq: number; readonly why: 'changed' | 'missing' };

interface AuditRow {
  seq: number;
  at: string;
  who: string | null;
  via: string;
  address: string | null;
  action: string;
  about: string | null;
  outcome: string;
  details: string;
  previous: Uint8Array;
  hash: Uint8Array;
}

const BATCH = 500;
const MAX_TEXT = 1_000;

export class Audit {
  readonly #catalog: Catalog;
  readonly #clock: Clock;

  constructor(catalog: Catalog, clock: Clock) {
    this.#catalog = catalog;
    this.#clock = clock;
  }

  /** With `sql`, as part of that transaction. */
  async add(by: Actor, event: AuditEvent, sql?: Sql): Promise<AuditEntry> {
    return sql === undefined ? this.#catalog.transaction((own) => this.#add(own, by, event)) : this.#add(sql, by, event);
  }

  /** Newest first. */
  async list({ before = Number.MAX_SAFE_INTEGER, limit = 50, text = '' }: AuditQuery = {}): Promise<AuditEntry[]> {
    const pattern = `%${text.toWellFormed().replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.#catalog.all<AuditRow>(
      `SELECT * FROM audit WHERE seq < ?
         AND coalesce(who, '') || char(10) || coalesce(address, '') || char(10) || action || char(10) || coalesce(about, '') || char(10) || details
           LIKE ? ESCAPE '\\'
       ORDER BY seq DESC LIMIT ?`,
      ...[before, pattern, Math.min(limit, 500)],
    );
    return rows.map(entryOf);
  }

  async head(): Promise<AuditHead> {
    return headOf(await lastRow(this.#catalog));
  }

  /** Walks the whole chain. `head` is one that was noted before: the entry it names must still be there as it was. */
  async verify(head?: AuditHead, signal?: AbortSignal): Promise<Verdict> {
    let last: AuditRow | undefined;
    for await (const row of this.#rows(signal)) {
      const seq: number = (last?.seq ?? 0) + 1;
      if (row.seq !== seq) return { kind: 'broken', seq, why: 'missing' };
      if (!isWhole(row, last?.hash ?? NO_HASH)) return { kind: 'broken', seq, why: 'changed' };
      if (head?.seq === seq && hex(row.hash) !== head.hash) return { kind: 'broken', seq, why: 'changed' };
      last = row;
    }
    const reached = headOf(last);
    if (head !== undefined && head.seq > reached.seq) return { kind: 'broken', seq: reached.seq + 1, why: 'missing' };
    return { kind: 'whole', entries: reached.seq, head: reached };
  }

  /** All entries, oldest first, as lines of JSON; with `hash` and `previous` anybody can check the chain. */
  async *export(signal?: AbortSignal): AsyncGenerator<string> {
    for await (const row of this.#rows(signal))
      yield `${JSON.stringify({ ...entryOf(row), previous: hex(row.previous), hash: hex(row.hash) })}\n`;
  }

  async #add(sql: Sql, by: Actor, event: AuditEvent): Promise<AuditEntry> {
    const last = await lastRow(sql);
    const entry: AuditEntry = {
      seq: (last?.seq ?? 0) + 1,
      at: timeText(this.#clock()),
      who: storable(by.who),
      via: by.via,
      address: storable(by.address),
      action: storable(event.action),
      about: storable(event.about ?? null),
      outcome: event.outcome ?? 'done',
      details: JSON.parse(canonicalJson(event.details ?? {})),
    };
    const previous = last?.hash ?? NO_HASH;
    await sql.run(
      'INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[entry.seq, entry.at, entry.who, entry.via, entry.address, entry.action, entry.about, entry.outcome],
      ...[canonicalJson(entry.details), previous, chainHash(previous, entry)],
    );
    return entry;
  }

  async *#rows(signal?: AbortSignal): AsyncGenerator<AuditRow> {
    for (let after = 0; ; ) {
      signal?.throwIfAborted();
      const rows = await this.#catalog.all<AuditRow>('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', after, BATCH);
      yield* rows;
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.seq;
    }
  }
}

function lastRow(sql: Sql): Promise<AuditRow | undefined> {
  return sql.get<AuditRow>('SELECT * FROM audit ORDER BY seq DESC LIMIT 1');
}

function headOf(row: AuditRow | undefined): AuditHead {
  return { seq: row?.seq ?? 0, hash: hex(row?.hash ?? NO_HASH) };
}

function entryOf(row: AuditRow): AuditEntry {
  const { seq, at, who, via, address, action, about, outcome } = row;
  return { seq, at, who, via: via as Via, address, action, about, outcome: outcome as Outcome, details: JSON.parse(row.details) };
}

/** The text of `details` is checked too: JSON of the same value can be written in many ways. */
function isWhole(row: AuditRow, previous: Uint8Array): boolean {
  try {
    const entry = entryOf(row);
    const isAsWritten = row.details === canonicalJson(entry.details);
    return isAsWritten && hex(row.previous) === hex(previous) && hex(row.hash) === hex(chainHash(previous, entry));
  } catch {
    return false;
  }
}

/** SQLite keeps UTF-8, which has no lone surrogates, and some calls end text at NUL; what is hashed must be what is read again. */
function storable<T extends string | null>(text: T): T {
  if (text === null) return text;
  return text.slice(0, MAX_TEXT).toWellFormed().replaceAll('\0', '\uFFFD') as T;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
