/**
 * What every Source holds, whatever it is made of: run it from the source's own test file.
 *
 * Owns: the promises of src/sources/source.ts. Does not own: what is particular to one source.
 */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, type Entry, isFault, toByteString, toBytes } from '../../src/base/index.ts';
import type { Source, Totals } from '../../src/sources/index.ts';

export interface Provided {
  readonly source: Source;
  /** The folder of the tree that holds the files asked for. */
  readonly folder: ByteString;
  /** Takes a file or folder away behind the source's back; the path is one of the tree. */
  readonly remove: (path: ByteString) => void;
}

/** Makes a source that holds these files (path to content). */
export type Provide = (files: ReadonlyMap<string, string>) => Promise<Provided> | Provided;

const FILES = new Map([
  ['b.txt', 'second'],
  ['B.txt', 'first'],
  ['a/deep/file', 'content'],
  ['a/empty', ''],
  ['a.b', 'between a and a/'],
  ['größe 日本', 'not ASCII'],
]);

export async function collect(source: Source, folder: ByteString): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const listed of source.list(folder, new AbortController().signal)) {
    if (listed.kind === 'unreadable') throw listed.reason;
    entries.push(listed.entry);
  }
  return entries;
}

/** Every path of the tree below a folder, depth first; unreadable ones marked with a '?'. */
export async function walk(source: Source, folder = '' as ByteString): Promise<ByteString[]> {
  const paths: ByteString[] = [];
  for await (const listed of source.list(folder, new AbortController().signal)) {
    if (listed.kind === 'unreadable') {
      paths.push(`?${join(folder, listed.name)}` as ByteString);
      continue;
    }
    const path = join(folder, listed.entry.name);
    paths.push(path);
    if (listed.entry.type === 'dir') paths.push(...(await walk(source, path)));
  }
  return paths;
}

export async function totalsOf(source: Source): Promise<Totals[]> {
  return Array.fromAsync(source.measure(new AbortController().signal));
}

export function join(folder: ByteString, name: string): ByteString {
  return (folder === '' ? name : `${folder}/${name}`) as ByteString;
}

export function runSourceContract(label: string, provide: Provide): void {
  const contract = suite(`${label}, as every source,`);

  contract('lists folders sorted bytewise, each name once, without slashes', async () => {
    const { source, folder } = await provide(FILES);
    const names = (await collect(source, folder)).map(({ name }) => name);
    assert.equal(
      names,
      ['B.txt', 'a', 'a.b', 'b.txt', 'größe 日本'].map((name) => toByteString(name)),
    );
  });

  contract('brings every file with its size, and its bytes where it says they lie', async () => {
    const { source, folder } = await provide(FILES);
    for (const [path, content] of FILES) {
      const inTree = join(folder, toByteString(path));
      const [name, ...above] = inTree.split('/').reverse();
      const entry = (await collect(source, above.reverse().join('/') as ByteString)).find((one) => one.name === name);
      assert.equal([entry?.type, entry?.sizeBytes], ['file', toBytes(toByteString(content)).length], path);
      assert.is(readFileSync(source.localPath(inTree), 'utf8'), content);
    }
  });

  contract('tells the same when asked twice', async () => {
    const { source, folder } = await provide(FILES);
    assert.equal(await collect(source, folder), await collect(source, folder));
  });

  contract('can be walked from the root down to the folder', async () => {
    const { source, folder } = await provide(FILES);
    const paths = await walk(source);
    for (const path of FILES.keys()) assert.ok(paths.includes(join(folder, toByteString(path))), path);
  });

  contract('measures what a walk finds, with totals that only grow', async () => {
    const { source } = await provide(FILES);
    const totals = await totalsOf(source);
    const bytes = [...FILES.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    assert.equal(totals.at(-1), { files: FILES.size, bytes });
    for (const [index, one] of totals.entries()) assert.ok(one.files >= (totals[index - 1]?.files ?? 0));
  });

  contract('says that a folder is missing when it is gone or never was', async () => {
    const { source, folder, remove } = await provide(FILES);
    remove(join(folder, 'a/deep'));
    for (const path of ['a/deep', 'never', 'a/never/was'])
      await assertFault(() => collect(source, join(folder, path)), 'backup.source.missing');
  });

  contract('says that a file cannot be listed', async () => {
    const { source, folder } = await provide(FILES);
    await assertFault(() => collect(source, join(folder, 'b.txt')), 'backup.source.unreadable');
  });

  contract('stops with the abort reason, before it starts and in the middle', async () => {
    const { source, folder } = await provide(FILES);
    const reason = new Error('enough');
    const before = AbortSignal.abort(reason);
    await assertThrows(() => Array.fromAsync(source.list(folder, before)), reason);
    await assertThrows(() => Array.fromAsync(source.measure(before)), reason);
    const middle = new AbortController();
    const seen: string[] = [];
    const read = async () => {
      for await (const listed of source.list(folder, middle.signal)) {
        seen.push(listed.kind);
        middle.abort(reason);
      }
    };
    await assertThrows(read, reason);
    assert.is(seen.length, 1);
  });

  contract('records absolute paths', async () => {
    const { source } = await provide(FILES);
    assert.ok(source.paths.length > 0);
    for (const path of source.paths) assert.match(path, /^\//);
  });

  contract.run();
}

export async function assertFault(call: () => unknown, ...codes: Parameters<typeof isFault>[1][]): Promise<void> {
  try {
    await call();
  } catch (error) {
    assert.ok(isFault(error, ...codes), `${error}`);
    return;
  }
  assert.unreachable(`no Fault ${codes.join(' or ')}`);
}

async function assertThrows(call: () => Promise<unknown>, reason: Error): Promise<void> {
  try {
    await call();
  } catch (error) {
    assert.is(error, reason);
    return;
  }
  assert.unreachable(`did not stop with '${reason.message}'`);
}
