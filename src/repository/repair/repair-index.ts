/**
 * Repairs the index: it lists again exactly what is really in the store.
 *
 * Owns: which packs to ask, and the order of things. Entries of packs that are there with the right size stay; the other packs are
 * asked themselves, as each lists its blobs at its end. What cannot be asked is named and left as it is: `repair packs` may still save
 * blobs by what the index says. Invariant: new index files are durable before old ones go. Memory: the index, some hundred bytes a pack.
 * Source: restic's manual, "Troubleshooting"; internal/repository/repair_index.go.
 */
import type { Report } from '../../base/index.ts';
import { type CheckProblem, isDamage } from '../check/problem.ts';
import { loadIndex, type PackContents } from '../index/files.ts';
import { rewriteIndex } from '../index/rewrite.ts';
import { BlobTable } from '../index/table.ts';
import { IndexWriter } from '../index/writer.ts';
import { withFreshIndex } from '../locking.ts';
import { packSize } from '../packs/header.ts';
import { readHeader } from '../packs/read-header.ts';
import type { Repository } from '../repository.ts';
import { listThere } from '../stores/store.ts';

export interface RepairIndexOptions {
  readonly signal: AbortSignal;
  /** Asks every pack, also those that the index lists with the right size. */
  readonly readAllPacks?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly report?: Report | undefined;
  /** An index file or a pack that is damaged or missing. */
  readonly onProblem?: ((problem: CheckProblem) => void) | undefined;
}

export interface IndexRepair {
  /** Packs whose entries are what they themselves say now. */
  readonly packsRead: number;
  /** Packs that were listed, and are missing: no index names them any more. */
  readonly packsMissing: number;
  /** Packs that are damaged and could not be asked; whatever the index says of them stays. */
  readonly packsDamaged: number;
  readonly indexFilesDamaged: number;
  /** Blobs that were listed only in packs that are missing. */
  readonly blobsLost: number;
}

export async function repairIndex(repository: Repository, options: RepairIndexOptions): Promise<IndexRepair> {
  const ifCancelled = 'The repair was cancelled. The index holds at least what it held before; run it again.';
  const mode = options.dryRun ? 'read' : 'exclusive';
  const need = { mode, signal: options.signal, ifCancelled } as const;
  return await withFreshIndex(repository, need, (signal) => run(repository, { ...options, signal }));
}

/** What the index files say, and how it fits what is there. */
interface Comparison {
  readonly sizes: ReadonlyMap<string, number>;
  readonly files: readonly string[];
  readonly damagedFiles: readonly string[];
  /** Those of them that the disk does not give. */
  readonly unreadableFiles: ReadonlySet<string>;
  /** Packs that some index file lists with the size they have. */
  readonly fitting: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  /** The blobs that are there. */
  readonly table: BlobTable;
}

async function run(repository: Repository, options: RepairIndexOptions): Promise<IndexRepair> {
  const { signal, dryRun } = options;
  const compared = await compare(repository, options);
  const { sizes, files, damagedFiles, fitting, missing, table } = compared;
  const toRead = [...sizes].filter(([id]) => options.readAllPacks || !fitting.has(id)).map(([name, sizeBytes]) => ({ name, sizeBytes }));
  const index = new IndexWriter(repository);
  const read = new Set<string>();
  const onRead = (pack: PackContents) => {
    read.add(pack.id);
    for (const { id, type } of pack.blobs) table.claim(Buffer.from(id, 'hex'), type);
    if (!dryRun) index.add(pack);
  };
  await readHeaders(repository, toRead, { ...options, onRead });
  await index.finish();
  signal.throwIfAborted();
  const blobsLost = missing.size === 0 ? 0 : await countLost(repository, compared);
  const isGone = ({ id, blobs }: PackContents) => missing.has(id) || read.has(id) || (fitting.has(id) && packSize(blobs) !== sizes.get(id));
  if (!dryRun) {
    await rewriteIndex(repository, { indexFiles: files, isGone, signal });
    // One that the disk does not give may yet be the only one to tell of a pack that cannot tell of itself.
    const isAllKnown = read.size === toRead.length;
    for (const file of damagedFiles) if (isAllKnown || !compared.unreadableFiles.has(file)) await repository.store.remove('index', file);
  }
  const counts = { packsRead: read.size, packsMissing: missing.size, packsDamaged: toRead.length - read.size };
  return { ...counts, indexFilesDamaged: damagedFiles.length, blobsLost };
}

async function compare(repository: Repository, { signal, onProblem }: RepairIndexOptions): Promise<Comparison> {
  const sizes = new Map<string, number>();
  for await (const { name, sizeBytes } of listThere(repository.store, 'data')) sizes.set(name, sizeBytes);
  const [files, damagedFiles]: [string[], string[]] = [[], []];
  const [fitting, missing] = [new Set<string>(), new Set<string>()];
  const unreadableFiles = new Set<string>();
  const table = BlobTable.create(0);
  for await (const { name } of listThere(repository.store, 'index')) {
    signal.throwIfAborted();
    try {
      for (const { id, blobs } of await loadIndex(repository, name)) {
        if (!sizes.has(id) && !missing.has(id)) onProblem?.({ kind: 'pack', message: `The pack data/${id} is missing.` });
        if (!sizes.has(id)) missing.add(id);
        if (sizes.get(id) !== packSize(blobs)) continue;
        fitting.add(id);
        for (const blob of blobs) table.claim(Buffer.from(blob.id, 'hex'), blob.type);
      }
      files.push(name);
    } catch (error) {
      if (!isDamage(error)) throw error;
      onProblem?.({ kind: 'index', message: error.message });
      damagedFiles.push(name);
      if (error.code === 'store.unreachable') unreadableFiles.add(name);
    }
  }
  return { sizes, files, damagedFiles, unreadableFiles, fitting, missing, table };
}

const READS_AT_ONCE = 8;

interface Reading extends RepairIndexOptions {
  readonly onRead: (pack: PackContents) => void;
}

async function readHeaders(repository: Repository, packs: readonly { name: string; sizeBytes: number }[], options: Reading): Promise<void> {
  const { signal, report, onProblem, onRead } = options;
  let [next, done, errors] = [0, 0, 0];
  const reader = async () => {
    for (let pack = packs[next++]; pack; pack = packs[next++]) {
      signal.throwIfAborted();
      try {
        onRead(await readHeader(repository, pack));
      } catch (error) {
        if (!isDamage(error)) throw error;
        errors++;
        onProblem?.({ kind: 'pack', message: error.message });
      }
      report?.({ phase: 'checking', filesDone: ++done, filesTotal: packs.length, bytesDone: 0, errors });
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
}

/** Of the blobs in packs that are missing, those that lie nowhere else. */
async function countLost(repository: Repository, { files, missing, table }: Comparison): Promise<number> {
  let lost = 0;
  for (const file of files) {
    for (const { id, blobs } of await loadIndex(repository, file)) {
      if (missing.has(id)) for (const blob of blobs) if (table.claim(Buffer.from(blob.id, 'hex'), blob.type)) lost++;
    }
  }
  return lost;
}
