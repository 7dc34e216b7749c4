/**
 * Makes the entries of a selection, one after the other, while the crew fills the files.
 *
 * Owns: what must come before what. A folder exists before what it holds, and is finished after it; a hard link is made when the file
 * it names has its name. Finished folders and links wait in a bounded list, so memory does not grow with the tree.
 */
import { type ByteString, type Fault, isFault, toDisplay } from '../../base/index.ts';
import type { SpecialType } from '../../posix/index.ts';
import type { Crew } from '../crew/crew.ts';
import type { Repository } from '../repository.ts';
import type { TreeNode } from '../trees/node.ts';
import { FileContents, type FileToFill } from './file-contents.ts';
import type { RestoreProblem, RestoreTally } from './restore-tally.ts';
import type { SelectedNode } from './selection.ts';
import type { RestoreTarget, TargetFolder } from './target.ts';
import type { TargetFile } from './target-file.ts';

/** Folders and links that wait until the files are filled. */
const MOST_WAITING = 20_000;

/** 'never' leaves what is there, and tells of what differs; 'if-newer' replaces what is older than in the snapshot; 'always' replaces all. */
export type Overwrite = 'never' | 'if-newer' | 'always';

export interface EntriesParts {
  readonly repository: Repository;
  readonly target: RestoreTarget;
  readonly overwrite: Overwrite;
  readonly tally: RestoreTally;
  readonly tell: (problem: RestoreProblem) => void;
}

/** A folder on the way to the entry at hand; made as soon as something is to be in it. */
interface OpenFolder extends NamedNode {
  made?: TargetFolder | 'failed';
}

type NamedNode = Pick<SelectedNode, 'path' | 'node'>;

export class EntryRestorer implements AsyncDisposable {
  readonly #parts: EntriesParts;
  readonly #openFiles = new Set<TargetFile>();
  readonly #folders: OpenFolder[] = [];
  readonly #finished: (NamedNode & { readonly made: TargetFolder })[] = [];
  readonly #links: (NamedNode & { existing: ByteString })[] = [];
  /** First name of every file that has several, by device and inode. */
  readonly #linked = new Map<string, ByteString>();

  constructor(parts: EntriesParts) {
    this.#parts = parts;
  }

  /** Resolves when everything is made or told. Throws what ends a restore. */
  async restoreAll(
    selected: AsyncIterable<SelectedNode>,
    { crew, isSparse, signal }: { crew: Crew; isSparse: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { repository } = this.#parts;
    const contents = new FileContents({
      repository,
      crew,
      isSparse,
      onFilled: (file) => this.#finishFile(file),
      onFailed: (file, why) => this.#failFile(file, why),
    });
    for await (const { path, node, kind, isTaken } of selected) {
      signal.throwIfAborted();
      if (kind !== 'leave' && isTaken && node.error)
        this.#parts.tell({ kind: 'incomplete', path, message: `${INCOMPLETE}: ${node.error}` });
      if (kind === 'enter') this.#enter({ path, node }, isTaken);
      else if (kind === 'leave') this.#leave();
      else if (this.#makeFolders()) await this.#restoreEntry({ path, node }, contents);
      if (this.#finished.length + this.#links.length > MOST_WAITING) await this.#settle(contents);
    }
    await this.#settle(contents);
  }

  /** Closes and takes away files that did not get their name. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#openFiles) await file[Symbol.asyncDispose]();
  }

  #enter(folder: NamedNode, isTaken: boolean): void {
    this.#folders.push({ ...folder });
    if (isTaken) this.#makeFolders();
  }

  #leave(): void {
    const { path, node, made } = this.#folders.pop()!;
    if (made && made !== 'failed') this.#finished.push({ path, node, made });
  }

  /** Makes the folders on the way that are not there yet; false when one of them cannot be made. */
  #makeFolders(): boolean {
    for (const folder of this.#folders) {
      if (folder.made === undefined) {
        folder.made = this.#try(folder, () => this.#parts.target.makeFolder(folder.path)) ?? 'failed';
        if (folder.made !== 'failed') this.#parts.tally.dirs++;
      }
      if (folder.made === 'failed') return false;
    }
    return true;
  }

  async #restoreEntry(entry: NamedNode, contents: FileContents): Promise<void> {
    const { target, tally, tell } = this.#parts;
    const { path, node } = entry;
    tally.current = toDisplay(path);
    if (this.#isThere(entry)) {
      tally.alreadyThere++;
      return;
    }
    if (node.type === 'file') return await this.#restoreFile(entry, contents);
    if (node.type === 'other')
      return tell({ kind: 'unknown-type', path, message: `it is of a type that Holdfast does not know (${node.otherType})` });
    if (node.isLinkTargetLossy) tell({ kind: 'metadata', path, message: LOST_TARGET });
    const isMade = this.#try(entry, () => {
      if (node.type === 'symlink') target.makeSymlink(path, node.linkTarget ?? ('' as ByteString), node);
      else target.makeSpecial(path, node.type as SpecialType, node);
      return true;
    });
    if (isMade) tally.others++;
  }

  /** Whether the target has it already, or something that stays in its place. What keeps this from being known is told by the attempt to make the entry. */
  #isThere({ path, node }: NamedNode): boolean {
    const { overwrite, target } = this.#parts;
    if (overwrite === 'always') return false;
    try {
      if (overwrite === 'if-newer' && target.holdsYounger(path, node)) return true;
      if (!target.holds(path, node)) return false;
    } catch (error) {
      if (!isFault(error)) throw error;
      return false;
    }
    const key = linkKey(node);
    if (key !== undefined && !this.#linked.has(key)) this.#linked.set(key, path);
    return true;
  }

  async #restoreFile(entry: NamedNode, contents: FileContents): Promise<void> {
    const { node } = entry;
    const key = linkKey(node);
    const existing = key === undefined ? undefined : this.#linked.get(key);
    if (existing !== undefined) {
      this.#links.push({ ...entry, existing });
      return;
    }
    await this.#fill(entry, contents, key);
  }

  async #fill(entry: NamedNode, contents: FileContents, key: string | undefined): Promise<void> {
    const missing = await contents.missingBlob(entry.node);
    if (missing) return this.#tellFault(entry, missing);
    const file = this.#try(entry, () => this.#parts.target.createFile(entry.path));
    if (!file) return;
    if (key !== undefined) this.#linked.set(key, entry.path);
    this.#openFiles.add(file);
    await contents.add({ ...entry, file });
  }

  async #finishFile({ path, node, file }: FileToFill): Promise<void> {
    const { tally } = this.#parts;
    this.#openFiles.delete(file);
    try {
      await file.finish(node, node.sizeBytes);
      tally.files++;
      tally.bytes += node.sizeBytes;
    } catch (error) {
      await file[Symbol.asyncDispose]();
      this.#tellFault({ path, node }, error);
    }
  }

  async #failFile({ path, node, file }: FileToFill, why: Fault): Promise<void> {
    this.#openFiles.delete(file);
    await file[Symbol.asyncDispose]();
    this.#tellFault({ path, node }, why);
  }

  /** Waits for all files, then makes the links to them, then finishes the folders, inner ones first. */
  async #settle(contents: FileContents): Promise<void> {
    await contents.finish();
    for (const link of this.#links.splice(0)) await this.#makeLink(link, contents);
    await contents.finish();
    for (const folder of this.#finished.splice(0)) this.#try(folder, () => folder.made.finish(folder.node));
  }

  /** Where a link cannot be made (other file system, or its file failed) the file is restored once more. */
  async #makeLink(link: NamedNode & { existing: ByteString }, contents: FileContents): Promise<void> {
    const { target, tally } = this.#parts;
    const made = this.#try(link, () => target.makeHardLink(link.path, link.existing));
    if (made === 'made') tally.files++;
    else if (made === 'unsupported') await this.#fill(link, contents, undefined);
  }

  /** What `act` gives, or undefined when it met something that costs this entry alone, which is told. */
  #try<T>(entry: NamedNode, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#tellFault(entry, error);
      return undefined;
    }
  }

  #tellFault({ path }: NamedNode, error: unknown): void {
    const kind = isFault(error) ? KINDS[error.code] : undefined;
    if (!kind) throw error;
    this.#parts.tell({ kind, path, message: (error as Fault).message });
  }
}

/** The same for all names of one file; undefined for a file with one name. */
function linkKey({ type, links, inode, deviceId }: TreeNode): string | undefined {
  return type === 'file' && links > 1n && inode !== 0n ? `${deviceId}:${inode}` : undefined;
}

const INCOMPLETE = 'the backup does not hold it as a whole';
const LOST_TARGET =
  "the link's target was not UTF-8, and the program that made the snapshot did not keep its bytes: it points elsewhere now";

/** Faults that cost one entry; any other ends the restore. */
const KINDS: { readonly [code: string]: RestoreProblem['kind'] } = {
  'restore.target.occupied': 'occupied',
  'restore.target.unwritable': 'unwritable',
  'repository.damaged': 'damaged',
  'repository.blob.missing': 'damaged',
};
