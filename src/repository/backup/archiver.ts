/**
 * Walks a source and builds its trees, bottom-up, while the crew reads its files.
 *
 * Owns: what is unchanged, what is read, what a tree holds. Does not own: reading (read-files.ts), packs, snapshot.
 * A folder is walked before its files are read, so the crew never waits for the walk; how far the walk may be ahead is
 * bounded, so memory does not grow with the tree.
 */
import { getSystemErrorMessage } from 'node:util';
import { type ByteString, childPath, type Entry, Fault, isFault, toDisplay } from '../../base/index.ts';
import { loadBlob } from '../browse.ts';
import type { FileReading } from '../crew/tasks.ts';
import type { LoadedIndex } from '../index/load.ts';
import { blobId, sealBlob, splitIds } from '../packs/blob.ts';
import type { PackWriter } from '../packs/writer.ts';
import { release } from '../release.ts';
import type { Repository } from '../repository.ts';
import { encodeNode } from '../trees/encode.ts';
import type { TreeNode } from '../trees/node.ts';
import { VANISHED } from './file-chunks.ts';
import { type EncodedNode, FolderAssembly } from './folder-assembly.ts';
import { type ChangeRules, isUnchanged, ParentFolder } from './parent.ts';
import type { FileReads } from './reading.ts';
import type { BackupSource } from './source.ts';
import type { Tally } from './tally.ts';

/** Something of the source that the snapshot does not hold, or not as a whole. */
export interface BackupProblem {
  readonly kind: 'unreadable' | 'vanished' | 'changed-while-read' | 'metadata-incomplete' | 'parent-damaged' | 'repository-damaged';
  readonly path: ByteString;
  /** Why, to follow the path in a sentence. */
  readonly message: string;
}

export interface ArchiverParts {
  readonly repository: Repository;
  readonly index: LoadedIndex;
  readonly source: BackupSource;
  readonly reads: FileReads;
  readonly trees: PackWriter;
  readonly tally: Tally;
  readonly rules: ChangeRules;
  readonly signal: AbortSignal;
  readonly onProblem: (problem: BackupProblem) => void;
}

/** A folder that has been walked. The id of its tree follows when all below it is read. */
interface WalkedFolder {
  readonly tree: Promise<string>;
  /** Why it could not be listed to the end. */
  readonly failure?: Fault | undefined;
}

/** Nodes of one folder that may wait in memory for an entry before them. */
const MOST_WAITING = 20_000;
/** Bytes of finished trees that may wait for their pack. */
const MOST_UNSAVED_BYTES = 16 << 20;

export class Archiver {
  readonly #parts: ArchiverParts;
  #unsavedBytes = 0;
  #lastSave: Promise<void> = Promise.resolve();
  /** Once a tree turned out to be damaged, no other is taken for whole before it was read. */
  #trustsTrees = true;

  constructor(parts: ArchiverParts) {
    this.#parts = parts;
  }

  /** Saves everything the source lists; the id of the root's tree. Throws when the root cannot be listed. */
  async save(parentTree: string | undefined): Promise<string> {
    const { tree, failure } = await this.#walk('' as ByteString, parentTree);
    if (failure) throw failure;
    this.#parts.reads.flush();
    return await tree;
  }

  async #walk(path: ByteString, parentTree: string | undefined): Promise<WalkedFolder> {
    const { source, signal } = this.#parts;
    // A walk that never waits for the disk would leave it no turn either, and every tree would lie in memory.
    if (this.#unsavedBytes > MOST_UNSAVED_BYTES) await this.#lastSave;
    const assembly = new FolderAssembly();
    const parent = await this.#openParent(path, parentTree);
    let failure: Fault | undefined;
    try {
      for await (const listed of source.list(path, signal)) {
        signal.throwIfAborted();
        const at = childPath(path, listed.kind === 'entry' ? listed.entry.name : listed.name);
        if (listed.kind === 'unreadable') {
          this.#report(at, listed.reason);
          continue;
        }
        if (listed.incomplete)
          this.#problem({
            kind: 'metadata-incomplete',
            path: at,
            message: `an attribute cannot be read: ${reasonText(listed.incomplete)}`,
          });
        await this.#add(assembly, listed.entry, { path: at, prior: parent.find(listed.entry.name) });
      }
    } catch (error) {
      if (!isFault(error, 'backup.source.unreadable', 'backup.source.missing')) throw error;
      failure = error;
    }
    const tree = assembly.finish().then((bytes) => this.#saveTree(bytes));
    tree.catch(() => {}); // heard by the folder above
    return { tree, failure };
  }

  async #openParent(path: ByteString, tree: string | undefined): Promise<ParentFolder> {
    return await ParentFolder.open(this.#parts.repository, tree, ({ message }) => {
      const why = `the snapshot before cannot be read here, so everything in it is read again; run check. ${message}`;
      this.#problem({ kind: 'parent-damaged', path, message: why });
      this.#trustsTrees = false;
    });
  }

  async #add(assembly: FolderAssembly, entry: Entry, at: { path: ByteString; prior: TreeNode | undefined }): Promise<void> {
    const { index, rules, tally, reads } = this.#parts;
    if (entry.type === 'dir') {
      const folder = await this.#walk(at.path, at.prior?.subtree);
      assembly.add(entry.name, this.#folderNode(entry, folder, at));
    } else if (entry.type !== 'file') {
      assembly.add(entry.name, encodeNode(entry, { content: null }));
    } else if (at.prior && isUnchanged(entry, at.prior, index, rules)) {
      tally.countFile('unmodified', entry.sizeBytes);
      assembly.add(entry.name, encodeNode(entry, { content: at.prior.content }));
    } else {
      await reads.room();
      assembly.add(entry.name, this.#fileNode(entry, at));
    }
    if (assembly.waiting > MOST_WAITING) {
      reads.flush();
      await assembly.settled();
    }
  }

  async #fileNode(entry: Entry, at: { path: ByteString; prior: TreeNode | undefined }): Promise<EncodedNode> {
    const { source, reads, tally } = this.#parts;
    const { sizeBytes, mtimeNs, ctimeNs } = entry;
    tally.current = toDisplay(at.path);
    const reading = await reads.read({ path: source.localPath(at.path), sizeBytes, mtimeNs, ctimeNs });
    if (reading.kind === 'unreadable') {
      this.#report(at.path, new Fault(reading.code, reading.message));
      return undefined;
    }
    tally.countFile(at.prior?.type === 'file' ? 'changed' : 'new', reading.sizeBytes);
    if (reading.isTorn) this.#problem({ kind: 'changed-while-read', path: at.path, message: TORN });
    return encodeNode(asRead(entry, reading), { content: splitIds(reading.content), error: reading.isTorn ? TORN : undefined });
  }

  /** A folder that could not be listed keeps its place and says so; one that vanished does not. */
  async #folderNode(
    entry: Entry,
    { tree, failure }: WalkedFolder,
    at: { path: ByteString; prior: TreeNode | undefined },
  ): Promise<EncodedNode> {
    const { tally } = this.#parts;
    const subtree = await tree;
    if (failure) this.#report(at.path, failure);
    if (failure?.code === 'backup.source.missing') return undefined;
    const isSame = at.prior?.subtree === subtree && at.prior.mtimeNs === entry.mtimeNs && at.prior.ctimeNs === entry.ctimeNs;
    tally.dirs[isSame ? 'unmodified' : at.prior ? 'changed' : 'new']++;
    return encodeNode(entry, { content: null, subtree, error: failure && reasonText(failure) });
  }

  /** Stores a tree unless the repository has it. Nobody else may hold its bytes. */
  async #saveTree(bytes: Buffer): Promise<string> {
    const id = blobId(bytes);
    if (!this.#trustsTrees && !(await this.#isReadable(id))) this.#parts.index.table.discard(id, 'tree');
    await this.#storeTree(id, bytes);
    return id.toString('hex');
  }

  /** Also of a tree that is not stored, or about to be. */
  async #isReadable(id: Buffer): Promise<boolean> {
    const { repository, index } = this.#parts;
    if (index.table.places(id, 'tree').length === 0) return true;
    try {
      await loadBlob(repository, id.toString('hex'), 'tree');
      return true;
    } catch (error) {
      if (!isFault(error, 'repository.damaged', 'store.unreachable')) throw error;
      return false;
    }
  }

  async #storeTree(id: Buffer, bytes: Buffer): Promise<void> {
    const { repository, index, trees } = this.#parts;
    const blob = index.table.claim(id, 'tree') ? sealBlob(repository.sealer, bytes, repository.version) : undefined;
    release(bytes);
    if (!blob) return;
    const { length } = blob.sealed;
    this.#unsavedBytes += length;
    this.#lastSave = trees.add(id, blob);
    await this.#lastSave;
    this.#unsavedBytes -= length;
    release(blob.sealed);
  }

  #report(path: ByteString, reason: Fault): void {
    this.#problem({ kind: reason.code === 'backup.source.missing' ? 'vanished' : 'unreadable', path, message: reasonText(reason) });
  }

  #problem(problem: BackupProblem): void {
    this.#parts.onProblem(problem);
  }
}

const TORN = 'it changed while it was read';

/** The entry as it was when its content was read. */
function asRead(entry: Entry, { sizeBytes, fresh }: FileReading & { kind: 'read' }): Entry {
  if (!fresh) return { ...entry, sizeBytes };
  const atimeNs = entry.atimeNs === entry.mtimeNs ? fresh.mtimeNs : entry.atimeNs;
  return { ...entry, sizeBytes, mtimeNs: fresh.mtimeNs, ctimeNs: fresh.ctimeNs, atimeNs };
}

/** A source's Fault is a sentence about the path; beside the path, its reason is enough. */
function reasonText({ code, message, cause }: Fault): string {
  const errno = (cause as NodeJS.ErrnoException | undefined)?.errno;
  if (errno === undefined) return message;
  return code === 'backup.source.missing' ? VANISHED : getSystemErrorMessage(errno);
}
