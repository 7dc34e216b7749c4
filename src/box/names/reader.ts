/**
 * `NameReader`: answers out of the index while another thread may be writing it.
 *
 * Owns: the order of what is found, and how much is looked at for one answer, so that any question is answered in bounded time and memory.
 * Synchronous: whoever must go on meanwhile asks from a thread.
 */
import type { DatabaseSync } from 'node:sqlite';
import { type ByteString, childPath, Fault } from '../../base/index.ts';
import type { NameVersion } from './entry.ts';
import { foldName } from './fold.ts';
import { gramsOf, type NameFound, type NamePage, type NameQuestion, rankOf, type Wanted, wantedOf } from './question.ts';
import { openForReading } from './schema.ts';
import { goneSince, type Line, readLines, type Span, versionsOf } from './timeline.ts';

/** Entries that are put in order for one answer. */
const MOST_FOUND = 4_000;
/** Names that are looked at for one answer. */
const MOST_LOOKED = 20_000;
const PAGE_LENGTH = 100;
const LAST_CHARACTER = '\u{10ffff}';

interface Candidate {
  readonly rank: number;
  readonly path: number;
  readonly line: number;
  readonly versions: readonly NameVersion[];
}

type PathRow = Span & { path: number; line: number };

export class NameReader {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  #lines = new Map<number, Line>();
  #version = -1;

  /** Undefined while there is no index of this repository. */
  static open(file: string, repository: string): NameReader | undefined {
    const database = openForReading(file, repository);
    return database && new NameReader(database);
  }

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  /** Throws 'input.invalid' for a question in which nothing can be looked for, or with a page that is none. */
  search(question: NameQuestion): NamePage {
    const wanted = wantedOf(question);
    const after = question.after === undefined ? undefined : placeOf(question.after);
    return this.#inOneState(() => {
      const { candidates, isMore } = this.#candidates(wanted, question.kind);
      candidates.sort(inOrder);
      const rest = after ? candidates.filter((candidate) => inOrder(after, candidate) < 0) : candidates;
      const page = rest.slice(0, question.limit ?? PAGE_LENGTH);
      const folders = new Map<number, ByteString>([[0, '' as ByteString]]);
      return {
        found: page.map((candidate) => this.#found(candidate, folders)),
        total: candidates.length,
        isMore,
        next: rest.length > page.length && page.length > 0 ? textOf(page.at(-1)!) : undefined,
      };
    });
  }

  /** All versions of the entry at a path in the line of this snapshot, newest first; undefined when the snapshot is not in the index. */
  versions(snapshot: string, path: ByteString): NameVersion[] | undefined {
    return this.#inOneState(() => {
      const row = this.#statements.line.get(snapshot) as { line: number } | undefined;
      const line = row && this.#lines.get(row.line);
      if (!line) return undefined;
      const found = this.#pathOf(path);
      if (found === undefined) return [];
      return versionsOf(line, this.#statements.spans.all(found, row.line) as unknown as Span[]);
    });
  }

  close(): void {
    this.#database.close();
  }

  /** What another thread writes meanwhile is seen by the next answer. */
  #inOneState<T>(work: () => T): T {
    this.#database.exec('BEGIN');
    try {
      const { data_version: version } = this.#statements.version.get() as { data_version: number };
      if (version !== this.#version) this.#lines = readLines(this.#database);
      this.#version = version;
      return work();
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  /** Names in the order of their ranks, so that what is left out when there are too many is what matters least. */
  #candidates(wanted: Wanted, kind: 'file' | 'dir' | undefined): { candidates: Candidate[]; isMore: boolean } {
    const candidates: Candidate[] = [];
    let looked = 0;
    for (const { name, rank } of this.#names(wanted)) {
      if (candidates.length >= MOST_FOUND || looked++ >= MOST_LOOKED) return { candidates, isMore: true };
      for (const candidate of this.#ofName(name, rank)) {
        if (kind === undefined || candidate.versions[0]!.kind === kind) candidates.push(candidate);
        if (candidates.length >= MOST_FOUND) return { candidates, isMore: true };
      }
    }
    return { candidates, isMore: false };
  }

  /** Each name once. */
  *#names(wanted: Wanted): Generator<{ name: number; rank: number }> {
    const { whole, words } = wanted;
    if (words.length > 0) {
      for (const row of this.#statements.beginning.iterate(whole, whole + LAST_CHARACTER)) {
        const { folded, name } = row as { folded: string; name: number };
        const rank = rankOf(folded, wanted);
        if (rank !== undefined) yield { name, rank };
      }
    }
    for (const { folded, name } of this.#containing(wanted)) if (rankOf(folded, wanted) === 2) yield { name, rank: 2 };
  }

  *#containing(wanted: Wanted): Generator<{ folded: string; name: number }> {
    const grams = gramsOf(wanted);
    if (grams === undefined) {
      yield* this.#statements.scan.iterate(wanted.words[0] ?? wanted.ending) as Iterable<unknown> as Iterable<{
        folded: string;
        name: number;
      }>;
      return;
    }
    for (const row of this.#statements.grams.iterate(grams)) {
      const { id, name } = row as { id: number; name: ByteString };
      yield { folded: foldName(name), name: id };
    }
  }

  /** A name may be in a hundred thousand folders: rows come one by one. */
  *#ofName(name: number, rank: number): Generator<Candidate> {
    let spans: PathRow[] = [];
    for (const row of this.#statements.ofName.iterate(name) as Iterable<unknown> as Iterable<PathRow>) {
      const [last] = spans;
      if (last && (last.path !== row.path || last.line !== row.line)) {
        yield* this.#candidate(spans, rank);
        spans = [];
      }
      spans.push(row);
    }
    yield* this.#candidate(spans, rank);
  }

  *#candidate(spans: readonly PathRow[], rank: number): Generator<Candidate> {
    const line = spans[0] && this.#lines.get(spans[0].line);
    const versions = line ? versionsOf(line, spans) : [];
    if (versions.length > 0) yield { rank, path: spans[0]!.path, line: spans[0]!.line, versions };
  }

  #found({ path, line: lineId, versions }: Candidate, folders: Map<number, ByteString>): NameFound {
    const { parent, name } = this.#statements.place.get(path) as { parent: number; name: ByteString };
    const line = this.#lines.get(lineId)!;
    return {
      host: line.host,
      paths: line.paths,
      path: childPath(this.#folder(parent, folders), name),
      name,
      versionCount: versions.length,
      newest: versions[0]!,
      goneSince: goneSince(line, versions[0]!.newest),
    };
  }

  #folder(id: number, folders: Map<number, ByteString>): ByteString {
    const way: { id: number; name: ByteString }[] = [];
    let at = id;
    while (!folders.has(at)) {
      const { parent, name } = this.#statements.place.get(at) as { parent: number; name: ByteString };
      way.push({ id: at, name });
      at = parent;
    }
    let path = folders.get(at)!;
    for (const step of way.toReversed()) {
      path = childPath(path, step.name);
      folders.set(step.id, path);
    }
    return path;
  }

  #pathOf(path: ByteString): number | undefined {
    let at = 0;
    for (const part of path.split('/').filter((name) => name !== '') as ByteString[]) {
      const row = this.#statements.child.get(foldName(part), part, at) as { id: number } | undefined;
      if (!row) return undefined;
      at = row.id;
    }
    return at === 0 ? undefined : at;
  }
}

function prepare(database: DatabaseSync) {
  const ofPath = 'first, last, kind, size, mtime, mark';
  return {
    version: database.prepare('PRAGMA data_version'),
    line: database.prepare('SELECT line FROM snapshots WHERE id = ? AND complete = 1'),
    beginning: database.prepare('SELECT folded, name FROM folded WHERE folded >= ? AND folded < ?'),
    scan: database.prepare('SELECT folded, name FROM folded WHERE instr(folded, ?) > 0'),
    grams: database.prepare(
      'SELECT grams.rowid AS id, names.name FROM grams CROSS JOIN names ON names.id = grams.rowid WHERE grams MATCH ? ORDER BY grams.rowid DESC',
    ),
    ofName: database.prepare(
      `SELECT path, line, ${ofPath} FROM paths JOIN spans ON path = paths.id WHERE name = ? ORDER BY path, line, first`,
    ),
    spans: database.prepare(`SELECT ${ofPath} FROM spans WHERE path = ? AND line = ?`),
    place: database.prepare('SELECT parent, names.name FROM paths JOIN names ON names.id = paths.name WHERE paths.id = ?'),
    child: database.prepare(`
      SELECT paths.id FROM folded JOIN names ON names.id = folded.name JOIN paths ON paths.name = names.id
      WHERE folded.folded = ? AND names.name = ? AND paths.parent = ?`),
  };
}

/** Where something stands in the order of an answer; also in the next answer, when it is still there. */
interface Place extends Pick<Candidate, 'rank' | 'path' | 'line'> {
  readonly versions: readonly Pick<NameVersion, 'mtimeMs'>[];
}

function inOrder(a: Place, b: Place): number {
  return a.rank - b.rank || b.versions[0]!.mtimeMs - a.versions[0]!.mtimeMs || a.path - b.path || a.line - b.line;
}

function textOf({ rank, versions, path, line }: Place): string {
  return [rank, versions[0]!.mtimeMs, path, line].join('_');
}

function placeOf(text: string): Place {
  const parts = /^([012])_(-?\d{1,16})_(\d{1,16})_(\d{1,16})$/.exec(text)?.slice(1).map(Number);
  if (!parts) throw new Fault('input.invalid', 'This page of the search does not exist. Search again.');
  const [rank, mtimeMs, path, line] = parts as [number, number, number, number];
  return { rank, path, line, versions: [{ mtimeMs }] };
}
