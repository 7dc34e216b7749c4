/**
 * `NameWriter`: brings snapshots into the index, folder by folder, and takes out what no snapshot holds any more.
 *
 * It is told what a folder holds now, and compares that with the spans of the line that go on. Which trees those came from, and whether
 * they can still be read, does not matter. Invariants: a snapshot counts only once `finish` has said so, and until then no answer changes,
 * so work may be written down, or end, at any moment; a folder has a mark only while its open spans are exactly its tree.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { ByteString } from '../../base/index.ts';
import { KINDS, type NamedEntry, type NamedSnapshot } from './entry.ts';
import { NameIds } from './name-ids.ts';
import { openForWriting } from './schema.ts';
import { sweepLines, sweepSpans } from './sweep.ts';
import { OPEN_SPANS, prepareWriting } from './writer-statements.ts';

/** The folder that holds all others. */
export const ROOT = 0;
/** What is changed at most before it is written down: keeps the log of the database short. */
const CHANGES_A_COMMIT = 50_000;

/** A folder whose content must be told next. `isFresh`: nothing is known below it. */
export interface FolderToRead {
  readonly path: number;
  readonly tree: string;
  readonly isFresh: boolean;
}

interface OpenOptions {
  /** Its id. */
  readonly repository: string;
  /** Whether all of the file is read first. */
  readonly verify: boolean;
  /** Throws when the work is to end; asked wherever much may have to be done at once. */
  readonly goOn?: () => void;
}

interface Work {
  readonly id: string;
  readonly line: number;
  readonly number: number;
}

interface OpenSpan {
  readonly path: number;
  readonly name: ByteString;
  readonly kind: number;
  readonly mark: number;
}

export class NameWriter {
  readonly #database: DatabaseSync;
  readonly #goOn: () => void;
  readonly #names: NameIds;
  readonly #statements: ReturnType<typeof prepareWriting>;
  #work: Work | undefined;
  #changes = 0;

  /** Opens the file, or begins it anew. */
  static open(file: string, { goOn = () => {}, ...options }: OpenOptions): NameWriter {
    return new NameWriter(openForWriting(file, options), goOn);
  }

  private constructor(database: DatabaseSync, goOn: () => void) {
    this.#database = database;
    this.#goOn = goOn;
    this.#names = new NameIds(database);
    this.#statements = prepareWriting(database);
  }

  /** Ids of the snapshots that are in the index. */
  known(): Set<string> {
    const rows = this.#database.prepare('SELECT id FROM snapshots WHERE complete = 1').all() as { id: string }[];
    return new Set(rows.map(({ id }) => id));
  }

  /** Begins a snapshot, or goes on with it where it was left. */
  begin({ id, host, paths, timeMs }: NamedSnapshot): void {
    this.#transaction();
    const the = this.#statements;
    const begun = the.snapshot.get(id) as { line: number; number: number; latest: number } | undefined;
    // Once a later snapshot was compared with what this one left, it is compared anew, under a number of its own.
    if (begun && begun.number === begun.latest) {
      this.#work = { id, line: begun.line, number: begun.number };
      return;
    }
    const line = the.line.get(host, JSON.stringify(paths)) as { id: number; latest: number };
    this.#work = { id, line: line.id, number: line.latest };
    the.addSnapshot.run(id, line.id, line.latest, timeMs);
  }

  /** Whether a folder's open spans, and all below it, are those of this tree already. */
  holds(path: number, tree: string): boolean {
    return (this.#statements.markOf.get(this.#current.line, path) as { tree: string } | undefined)?.tree === tree;
  }

  /**
   * Takes in what a folder holds, in bytewise order of names, and yields its folders that must be told next. Only when all of those
   * are told too, `settle` says so. Memory: one entry; of a folder that is known, its open spans in SQLite's sorter.
   */
  *update({ path, isFresh }: { path: number; isFresh: boolean }, entries: Iterable<NamedEntry>): Generator<FolderToRead> {
    const { line } = this.#current;
    if (!isFresh) this.#count(this.#statements.unmark.run(line, path));
    const open = isFresh ? [][Symbol.iterator]() : this.#openSpans(path);
    let before = next(open);
    for (const entry of entries) {
      while (before && before.name < entry.name) {
        this.#close(before);
        before = next(open);
      }
      const same = before?.name === entry.name ? before : undefined;
      if (same) before = next(open);
      const child = same ? this.#replace(same, entry) : this.#open(path, entry);
      if (entry.tree !== undefined && (child.isFresh || !this.holds(child.path, entry.tree))) yield { ...child, tree: entry.tree };
    }
    for (; before; before = next(open)) this.#close(before);
  }

  /** All that this tree holds has been told. */
  settle(path: number, tree: string): void {
    this.#count(this.#statements.mark.run(this.#current.line, path, tree));
  }

  /** The snapshot is in the index now. `gaps`: folders that could not be read. */
  finish(gaps: number): void {
    this.#statements.complete.run(gaps, this.#current.id);
    this.#work = undefined;
    this.#commit();
  }

  /** Writes down what was done so far, if that is much. */
  pause(much = CHANGES_A_COMMIT): void {
    if (this.#changes < much) return;
    this.#commit();
    this.#transaction();
  }

  /** Takes out snapshots that are gone; yields between pieces of work. */
  *forget(isThere: (id: string) => boolean): Generator<void> {
    const rows = this.#database.prepare('SELECT id FROM snapshots').all() as { id: string }[];
    const gone = rows.filter(({ id }) => !isThere(id));
    this.#transaction();
    for (const { id } of gone) this.#database.prepare('DELETE FROM snapshots WHERE id = ?').run(id);
    // A sweep that was cut off left rows that no answer shows; the next time something is forgotten they go too.
    this.#commit();
    if (gone.length === 0) return;
    for (const sweep of [sweepLines(this.#database), sweepSpans(this.#database, (name) => this.#names.remove(name))]) {
      this.#transaction();
      for (const _ of sweep) {
        this.#commit();
        yield;
        this.#transaction();
      }
      this.#commit();
    }
    this.#database.exec('PRAGMA incremental_vacuum');
  }

  /** What was not written down is dropped: it is told again. */
  close(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#database.close();
  }

  get #current(): Work {
    if (!this.#work) throw new TypeError('no snapshot was begun');
    return this.#work;
  }

  /** Sorted first and read then, so what is changed meanwhile does not matter. */
  #openSpans(parent: number): Iterator<OpenSpan> {
    // A statement of its own: folders are looked into while those above are still being read.
    const all = this.#database.prepare(OPEN_SPANS);
    return all.iterate(this.#current.line, parent) as unknown as Iterator<OpenSpan>;
  }

  #open(parent: number, entry: NamedEntry): { path: number; isFresh: boolean } {
    const name = this.#names.idOf(entry.name);
    const known = this.#statements.path.get(parent, name) as { id: number } | undefined;
    const path = known?.id ?? Number(this.#statements.addPath.run(parent, name).lastInsertRowid);
    this.#add(path, entry);
    return { path, isFresh: known === undefined };
  }

  #replace(before: OpenSpan, entry: NamedEntry): { path: number; isFresh: boolean } {
    if (before.mark !== entry.mark || KINDS[before.kind] !== entry.kind) {
      if (entry.kind === 'dir') this.#end(before.path);
      else this.#close(before);
      this.#add(before.path, entry);
    }
    return { path: before.path, isFresh: false };
  }

  #add(path: number, { kind, sizeBytes, mtimeMs, mark }: NamedEntry): void {
    const { line, number } = this.#current;
    this.#count(this.#statements.addSpan.run(path, line, number, KINDS.indexOf(kind), sizeBytes, mtimeMs, mark));
  }

  /**
   * Ends an entry's span, after those of all that lies below it: a folder must not be gone while something is still open in it, nor
   * have a mark once something in it is. Not by recursion: folders may lie in each other ten thousand deep.
   */
  #close({ path, kind }: Pick<OpenSpan, 'path' | 'kind'>): void {
    const folders = KINDS[kind] === 'dir' ? [path] : [];
    // Grows while it is gone through: each folder comes before those in it.
    for (const folder of folders) {
      this.#count(this.#statements.unmark.run(this.#current.line, folder));
      for (const below of iterable(this.#openSpans(folder))) {
        if (KINDS[below.kind] === 'dir') folders.push(below.path);
        else this.#end(below.path);
      }
    }
    for (const folder of folders.toReversed()) this.#end(folder);
    if (folders.length === 0) this.#end(path);
  }

  #end(path: number): void {
    const { line, number } = this.#current;
    // Opened under this number by an attempt that was cut off: it never was in any snapshot before.
    const dropped = this.#statements.dropSpan.run(path, line, number);
    if (dropped.changes === 0) this.#statements.endSpan.run(number - 1, path, line);
    this.#changes++;
    this.#goOn();
    this.pause();
  }

  #count({ changes }: { changes: number | bigint }): void {
    this.#changes += Number(changes);
  }

  #transaction(): void {
    if (!this.#database.isTransaction) this.#database.exec('BEGIN IMMEDIATE');
  }

  #commit(): void {
    if (this.#database.isTransaction) this.#database.exec('COMMIT');
    this.#changes = 0;
  }
}

function next<T>(rows: Iterator<T>): T | undefined {
  const { value, done } = rows.next();
  return done ? undefined : value;
}

function* iterable<T>(rows: Iterator<T>): Generator<T> {
  for (let row = next(rows); row !== undefined; row = next(rows)) yield row;
}
