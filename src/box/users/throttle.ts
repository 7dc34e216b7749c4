/**
 * `Throttle`: how often somebody may try, for what they try and where they try from; kept in the catalog, so that a restart forgives nothing.
 *
 * Invariant: a try is counted before it is made and taken back when it succeeds, so that many at once are counted like one after the other.
 * Five tries in 15 minutes are free; each one more has to wait twice as long as the one before. A day after the last wait all is forgotten.
 */
import { createHash } from 'node:crypto';
import { Fault } from '../../base/index.ts';
import type { Catalog, Sql } from '../catalog/index.ts';
import { addressGroup } from './address.ts';
import type { Clock } from './clock.ts';

const FREE_TRIES = 5;
const WINDOW_MS = 15 * 60_000;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** A try that was counted and is being made. One that is simply left has failed. */
export interface Try {
  /** Forgets the tries at this one thing; those from this address count on, less this one. */
  succeeded(): Promise<void>;
  /** What `work` says; when it fails, nothing was tried, and the try does not count. */
  unlessItFails<T>(work: () => Promise<T>): Promise<T>;
}

interface Tries {
  readonly subject: string;
  readonly count: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly wait_ms: number;
}

export class Throttle {
  readonly #catalog: Catalog;
  readonly #clock: Clock;

  constructor(catalog: Catalog, clock: Clock) {
    this.#catalog = catalog;
    this.#clock = clock;
  }

  /** `what` is tried: an account, say; null counts for the address only. Throws Fault 'signin.wait' with `seconds`, and then counts nothing. */
  async begin(what: string | null, address: string | null): Promise<Try> {
    // Hashed: people type passwords where the name belongs.
    const own = what === null ? [] : [`of ${createHash('sha256').update(what).digest('hex')}`];
    const shared = address === null ? [] : [`from ${addressGroup(address)}`];
    const waitMs = await this.#catalog.transaction((sql) => countTry(sql, [...own, ...shared], this.#clock()));
    if (waitMs > 0) throw waiting(Math.ceil(waitMs / 1000));
    const takeBack = (subjects: string[]) => this.#catalog.transaction((sql) => uncount(sql, subjects));
    return {
      succeeded: async () => {
        await takeBack(shared);
        for (const subject of own) await this.#catalog.run('DELETE FROM tries WHERE subject = ?', subject);
      },
      unlessItFails: (work) =>
        work().catch(async (error: unknown) => {
          await takeBack([...own, ...shared]);
          throw error;
        }),
    };
  }

  /** Removes what is forgotten anyway. */
  async sweep(): Promise<void> {
    await this.#catalog.run('DELETE FROM tries WHERE last_at + wait_ms < ?', this.#clock() - FORGOTTEN_AFTER_MS);
  }
}

/** Counts one more for each subject, unless one of them has to wait: then says how long. */
async function countTry(sql: Sql, subjects: string[], now: number): Promise<number> {
  const known = await Promise.all(subjects.map((subject) => triesOf(sql, subject, now)));
  const waitMs = Math.max(0, ...known.map((tries) => (tries === undefined ? 0 : tries.last_at + tries.wait_ms - now)));
  if (waitMs > 0) return waitMs;
  for (const [index, subject] of subjects.entries()) await save(sql, oneMore(subject, known[index], now));
  return 0;
}

/** A clock that was set back must not make anybody wait longer: what is of the future is of now, and stays so. */
async function triesOf(sql: Sql, subject: string, now: number): Promise<Tries | undefined> {
  const tries = await sql.get<Tries>('SELECT * FROM tries WHERE subject = ?', subject);
  if (tries === undefined || (tries.last_at <= now && tries.first_at <= now)) return tries;
  const mended = { ...tries, last_at: Math.min(tries.last_at, now), first_at: Math.min(tries.first_at, now) };
  await save(sql, mended);
  return mended;
}

function oneMore(subject: string, tries: Tries | undefined, now: number): Tries {
  const isForgotten = tries === undefined || isOver(tries, now);
  const count = isForgotten ? 1 : tries.count + 1;
  return { subject, count, first_at: isForgotten ? now : tries.first_at, last_at: now, wait_ms: waitAfter(count) };
}

function isOver(tries: Tries, now: number): boolean {
  if (tries.count < FREE_TRIES) return now - tries.first_at > WINDOW_MS;
  return now - tries.last_at - tries.wait_ms > FORGOTTEN_AFTER_MS;
}

function waitAfter(count: number): number {
  return count < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - FREE_TRIES), LONGEST_WAIT_MS);
}

/** Only who need not wait gets as far as succeeding, so no wait of an earlier try is cut short. */
async function uncount(sql: Sql, subjects: string[]): Promise<void> {
  for (const subject of subjects) await sql.run('UPDATE tries SET count = count - 1, wait_ms = 0 WHERE subject = ?', subject);
  await sql.run('DELETE FROM tries WHERE count <= 0');
}

async function save(sql: Sql, { subject, count, first_at, last_at, wait_ms }: Tries): Promise<void> {
  await sql.run(
    `INSERT INTO tries VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       count = excluded.count, first_at = excluded.first_at, last_at = excluded.last_at, wait_ms = excluded.wait_ms`,
    ...[subject, count, first_at, last_at, wait_ms],
  );
}

function waiting(seconds: number): Fault {
  const inWords = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
  const message = `There were too many tries. The next one is possible in ${inWords}.`;
  return new Fault('signin.wait', message, { retryable: true, details: { seconds } });
}
