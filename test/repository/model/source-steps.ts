/** Steps that change the source folder; the repository has no part in them. */
import { type BigIntStats, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { ByteString } from '../../../src/base/index.ts';
import { setTimes } from '../../../src/posix/index.ts';
import { seededBytes } from '../../kernels/seeded.ts';
import { joined } from './folder-state.ts';
import type { Model, World } from './world.ts';

type Edit =
  | { readonly kind: 'write'; readonly path: ByteString; readonly seed: number; readonly size: number; readonly keepTime: boolean }
  | { readonly kind: 'delete'; readonly path: ByteString }
  | { readonly kind: 'rename'; readonly path: ByteString; readonly to: ByteString }
  | { readonly kind: 'link'; readonly path: ByteString; readonly to: ByteString };

/** Few, so that they meet; some are folders of others. */
const paths = fc.constantFrom(...(['a', 'b', 'b/c', 'b/d', 'b/d/e', 'f/g', 'f/\xff', 'f/"\\n'] as ByteString[]));
const kindOf = <K extends string>(kind: K) => fc.constant(kind);

const edits: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kindOf('write'),
      path: paths,
      seed: fc.nat(4),
      size: fc.constantFrom(0, 1, 5_000, 5_001, 400_000, 1_300_000),
      keepTime: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('delete'), path: paths }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('rename'), path: paths, to: paths }) },
  { weight: 1, arbitrary: fc.record({ kind: kindOf('link'), path: paths, to: paths }) },
);

class ChangeSource implements fc.AsyncCommand<Model, World> {
  readonly #edits: readonly Edit[];

  constructor(edits: readonly Edit[]) {
    this.#edits = edits;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, { source }: World): Promise<void> {
    for (const edit of this.#edits) apply(source, edit);
  }

  toString(): string {
    return `change the source (${this.#edits.map((edit) => Object.values(edit).join(' ')).join('; ')})`;
  }
}

export const sourceSteps: fc.Arbitrary<fc.AsyncCommand<Model, World>> = fc
  .array(edits, { minLength: 1, maxLength: 4 })
  .map((some) => new ChangeSource(some));

function apply(root: string, edit: Edit): void {
  const at = joined(root, edit.path);
  switch (edit.kind) {
    case 'write': {
      const before = statsOf(at);
      makeWay(root, edit.path, before?.isDirectory() ?? false);
      writeFileSync(at, seededBytes(edit.seed, edit.size));
      // Same size and same time, other bytes: only the time of the change gives it away.
      if (edit.keepTime && before?.isFile()) setTimes(at, { atimeNs: before.mtimeNs, mtimeNs: before.mtimeNs });
      return;
    }
    case 'delete':
      if (statsOf(at)) rmSync(at, { recursive: true });
      return;
    case 'rename':
      if (!statsOf(at) || `${edit.to}/`.startsWith(`${edit.path}/`) || `${edit.path}/`.startsWith(`${edit.to}/`)) return;
      makeWay(root, edit.to);
      if (statsOf(at)) renameSync(at, joined(root, edit.to));
      return;
    case 'link':
      makeWay(root, edit.path);
      // Into nothing, so that no path leads through it.
      symlinkSync(Buffer.from(`nowhere/${edit.to}`, 'latin1'), at);
  }
}

/** Makes the folders above a path, and removes what is there. */
function makeWay(root: string, path: ByteString, clear = true): void {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = joined(root, parts.slice(0, depth).join('/') as ByteString);
    if (statsOf(folder)?.isDirectory()) continue;
    rmSync(folder, { force: true });
    mkdirSync(folder);
  }
  const at = joined(root, path);
  if (clear || statsOf(at)?.isSymbolicLink()) rmSync(at, { recursive: true, force: true });
}

/** Undefined where nothing is, or where a file stands on the way. */
function statsOf(at: Buffer): BigIntStats | undefined {
  try {
    return lstatSync(at, { bigint: true });
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    return undefined;
  }
}
