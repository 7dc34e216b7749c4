/**
 * Jobs, their logs and their problems as rows of the catalog.
 *
 * Owns: the SQL. Does not own: what may follow on what; jobs.ts decides it.
 * Ended jobs are kept up to 2,000, the lines of their logs for 90 days: older ones go.
 */
import type { FaultCode } from '../../base/index.ts';
import type { Catalog, Sql, SqlValue } from '../catalog/index.ts';
import type { Job, JobLine, JobProblem, JobState } from './job.ts';

const ENDED_KEPT = 2_000;
const LINES_KEPT_MS = 90 * 24 * 3_600_000;
const ENDED = "('done', 'failed', 'cancelled')";
const LIMIT_MOST = 500;

/** A job with what only the engine needs. */
export interface JobRecord {
  readonly number: number;
  readonly job: Job;
  readonly order: unknown;
}

export interface JobQuery {
  readonly state?: JobState | readonly JobState[] | undefined;
  readonly kind?: string | undefined;
  /** In the kind, the subject, the failure or the log. */
  readonly text?: string | undefined;
  /** The id of a job: only older ones. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface PageOf {
  /** A number as given: only what came later. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** What a job said and is not written yet. */
export interface JournalPart {
  readonly lines: readonly Omit<JobLine, 'number'>[];
  readonly problems: readonly JobProblem[];
}

export class JobTable {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** The job's number. */
  async add(job: Job, order: unknown): Promise<number> {
    const values = [...valuesOf(job), job.id, job.kind, JSON.stringify(order), job.requestedBy, job.createdAt];
    const names = [...COLUMNS, 'id', 'kind', 'job_order', 'requested_by', 'created_at'];
    const sql = `INSERT INTO jobs (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    return (await this.#catalog.run(sql, ...values)).lastId;
  }

  /** The job as it is now, with what it said, all or nothing. A new attempt forgets the problems of the last. */
  async write({ number, job }: JobRecord, said: JournalPart, { forgetProblems = false } = {}): Promise<void> {
    await this.#catalog.transaction(async (sql) => {
      if (forgetProblems) await sql.run('DELETE FROM job_problems WHERE job = ?', number);
      await sql.run(`UPDATE jobs SET ${COLUMNS.map((name) => `${name} = ?`).join(', ')} WHERE number = ?`, ...valuesOf(job), number);
      if (job.state === 'done') await sql.run('UPDATE jobs SET saved = NULL WHERE number = ?', number);
      await writeJournal(sql, number, said);
    });
  }

  async save(number: number, state: unknown): Promise<void> {
    await this.#catalog.run('UPDATE jobs SET saved = ? WHERE number = ?', JSON.stringify(state ?? null), number);
  }

  /** What was saved last; undefined when nothing was. */
  async saved(number: number): Promise<unknown> {
    const row = await this.#catalog.get<{ saved: string | null }>('SELECT saved FROM jobs WHERE number = ?', number);
    return JSON.parse(row?.saved ?? 'null') ?? undefined;
  }

  async find(id: string): Promise<JobRecord | undefined> {
    const row = await this.#catalog.get<JobRow>('SELECT * FROM jobs WHERE id = ?', id);
    return row && recordOf(row);
  }

  /** All that have not ended, oldest first. */
  async unended(): Promise<JobRecord[]> {
    return (await this.#catalog.all<JobRow>(`SELECT * FROM jobs WHERE state NOT IN ${ENDED} ORDER BY number`)).map(recordOf);
  }

  /** Newest first. */
  async list({ state, kind, text, before, limit }: JobQuery): Promise<Job[]> {
    const [wanted, values]: [string[], SqlValue[]] = [['TRUE'], []];
    const want = (sql: string, ...its: SqlValue[]) => {
      wanted.push(sql);
      values.push(...its);
    };
    const states = state === undefined ? [] : [state].flat();
    if (states.length > 0) want(`state IN (${states.map(() => '?').join(', ')})`, ...states);
    if (kind !== undefined) want('kind = ?', kind);
    if (before !== undefined) want('number < (SELECT number FROM jobs WHERE id = ?)', before);
    const words = text?.trim() ?? '';
    if (words !== '') {
      const inLines = "EXISTS (SELECT 1 FROM job_lines WHERE job = jobs.number AND text LIKE ? ESCAPE '\\')";
      want(`(words LIKE ? ESCAPE '\\' OR ${inLines})`, likeOf(folded(words)), likeOf(words));
    }
    const sql = `SELECT * FROM jobs WHERE ${wanted.join(' AND ')} ORDER BY number DESC LIMIT ?`;
    return (await this.#catalog.all<JobRow>(sql, ...values, limitOf(limit))).map((row) => recordOf(row).job);
  }

  async lines(number: number, { after = 0, limit }: PageOf): Promise<JobLine[]> {
    const sql = 'SELECT number, time, attempt, text FROM job_lines WHERE job = ? AND number > ? ORDER BY number LIMIT ?';
    return (await this.#catalog.all<JobLine>(sql, number, after, limitOf(limit))).map((row) => ({ ...row }));
  }

  async problems(number: number, { after = 0, limit }: PageOf): Promise<(JobProblem & { number: number })[]> {
    const sql = 'SELECT number, kind, path, message FROM job_problems WHERE job = ? AND number > ? ORDER BY number LIMIT ?';
    const rows = await this.#catalog.all<JobProblem & { number: number }>(sql, number, after, limitOf(limit));
    return rows.map((row) => ({ ...row }));
  }

  /** Lets go of what is too old to keep. */
  async forgetOld(nowMs: number): Promise<void> {
    const oldest = `SELECT number FROM jobs WHERE state IN ${ENDED} ORDER BY number DESC LIMIT 1 OFFSET ?`;
    await this.#catalog.run(`DELETE FROM jobs WHERE state IN ${ENDED} AND number <= (${oldest})`, ENDED_KEPT);
    const ended = `SELECT number FROM jobs WHERE state IN ${ENDED}`;
    const since = new Date(nowMs - LINES_KEPT_MS).toISOString();
    await this.#catalog.run(`DELETE FROM job_lines WHERE time < ? AND job IN (${ended})`, since);
  }
}

type Stored = SqlValue & (string | number | null);
interface JobRow extends Record<(typeof COLUMNS)[number] | 'id' | 'kind' | 'job_order' | 'requested_by' | 'created_at', Stored> {
  readonly number: number;
}

/** What of a job changes; `valuesOf` gives them in this order. */
const COLUMNS = [
  'subject',
  'state',
  'stopping',
  'priority',
  'started_at',
  'finished_at',
  'attempts',
  'progress',
  'problem_count',
  'result',
  'failure_code',
  'failure_detail',
  'words',
] as const;

function valuesOf(job: Job): SqlValue[] {
  const { failure } = job;
  const words = folded([job.kind, ...Object.values(job.subject), failure?.code, failure?.detail].filter(Boolean).join('\n'));
  return [
    JSON.stringify(job.subject),
    job.state,
    job.stopping,
    job.priority,
    job.startedAt,
    job.finishedAt,
    job.attempts,
    JSON.stringify(job.progress),
    job.problemCount,
    job.result && JSON.stringify(job.result),
    failure?.code ?? null,
    failure?.detail ?? null,
    words,
  ];
}

function recordOf(row: JobRow): JobRecord {
  const failure = row.failure_code === null ? null : { code: row.failure_code as FaultCode, detail: String(row.failure_detail) };
  const job: Job = {
    id: String(row.id),
    kind: String(row.kind),
    subject: JSON.parse(String(row.subject)),
    state: row.state as JobState,
    stopping: row.stopping as Job['stopping'],
    waitsFor: null,
    priority: row.priority as Job['priority'],
    requestedBy: row.requested_by as string | null,
    createdAt: String(row.created_at),
    startedAt: row.started_at as string | null,
    finishedAt: row.finished_at as string | null,
    attempts: Number(row.attempts),
    progress: JSON.parse(String(row.progress)),
    problemCount: Number(row.problem_count),
    result: row.result === null ? null : JSON.parse(String(row.result)),
    failure,
  };
  return { number: row.number, job, order: JSON.parse(String(row.job_order)) };
}

async function writeJournal(sql: Sql, number: number, { lines, problems }: JournalPart): Promise<void> {
  for (const { time, attempt, text } of lines)
    await sql.run('INSERT INTO job_lines (job, time, attempt, text) VALUES (?, ?, ?, ?)', number, time, attempt, text);
  for (const { kind, path, message } of problems)
    await sql.run('INSERT INTO job_problems (job, kind, path, message) VALUES (?, ?, ?, ?)', number, kind, path, message);
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function likeOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function limitOf(limit: number): number {
  return Math.min(Math.max(1, Math.trunc(limit)), LIMIT_MOST);
}
