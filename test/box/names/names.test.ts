/** The index of names: told of folders, asked for names. */
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault, toByteString, toDisplay } from '../../../src/base/index.ts';
import { fold } from '../../../src/box/names/fold.ts';
import { type NamedEntry, type NamePage, NameReader, NameWriter, ROOT } from '../../../src/box/names/index.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-names-'));
let count = 0;

const names = suite('the index of names');
names.after(() => rmSync(scratch, { recursive: true, force: true }));

const REPOSITORY = 'a'.repeat(64);
const freshFile = () => path.join(scratch, `names-${++count}.sqlite`);
const open = (file: string) => NameWriter.open(file, { repository: REPOSITORY, verify: true });

/** A folder's entries: a number is a file of that mark, anything else a folder. */
interface Tree {
  readonly [name: string]: number | Tree;
}

function put(writer: NameWriter, id: string, tree: Tree, about: { host?: string; timeMs?: number } = {}): void {
  writer.begin({ id, host: about.host ?? 'box', paths: ['/'], timeMs: about.timeMs ?? ++count });
  tell(writer, { path: ROOT, isFresh: false }, tree);
  writer.finish(0);
}

function tell(writer: NameWriter, folder: { path: number; isFresh: boolean }, tree: Tree): void {
  const trees = new Map<string, Tree>();
  for (const below of writer.update(folder, entriesOf(tree, trees))) tell(writer, below, trees.get(below.tree)!);
  writer.settle(folder.path, JSON.stringify(tree));
}

function* entriesOf(tree: Tree, trees: Map<string, Tree>): Generator<NamedEntry> {
  const all = Object.entries(tree).map(([name, content]) => ({ name: toByteString(name), content }));
  for (const { name, content } of all.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (typeof content === 'number') yield { name, kind: 'file', sizeBytes: content, mtimeMs: content, mark: content };
    else {
      const id = JSON.stringify(content);
      trees.set(id, content);
      yield { name, kind: 'dir', sizeBytes: 0, mtimeMs: 0, mark: 0, tree: id };
    }
  }
}

function ask<T>(file: string, question: (reader: NameReader) => T): T {
  const reader = NameReader.open(file, REPOSITORY)!;
  try {
    return question(reader);
  } finally {
    reader.close();
  }
}

function indexOf(...trees: Tree[]): string {
  const file = freshFile();
  const writer = open(file);
  for (const [at, tree] of trees.entries()) put(writer, `s${at + 1}`, tree, { timeMs: at + 1 });
  writer.close();
  return file;
}

const pathsOf = ({ found }: NamePage) => found.map((each) => toDisplay(each.path));
const search = (file: string, text: string) => pathsOf(ask(file, (reader) => reader.search({ text })));

names('finds any part of a name, whatever its case and accents, and all words of a text', () => {
  const file = indexOf({ docs: { 'Überweisung März.PDF': 1, 'letter.odt': 2 }, 'u\u0308bung': 3 });
  assert.equal(search(file, 'uberweis'), ['docs/Überweisung März.PDF']);
  assert.equal(search(file, 'ÜBERW'), ['docs/Überweisung März.PDF']);
  assert.equal(search(file, 'pdf marz'), ['docs/Überweisung März.PDF']);
  assert.equal(search(file, 'übung'), ['u\u0308bung']);
  assert.equal(search(file, 'ette'), ['docs/letter.odt']);
  assert.equal(search(file, 'letter pdf'), []);
  assert.equal(search(file, 'docs'), ['docs']);
});

names('finds texts of one letter and of two', () => {
  const file = indexOf({ x: 1, axe: 2, b: { 'hex.c': 3 } });
  assert.equal(search(file, 'x'), ['x', 'b/hex.c', 'axe']);
  assert.equal(search(file, 'ex'), ['b/hex.c']);
});

names('puts the name itself first, then its beginnings, then the rest, the last modified first', () => {
  const file = indexOf({ 'plan.txt': 5, 'my plan': 9, a: { plan: 1 }, 'plan.b': 7, 'a plan': 8 });
  assert.equal(search(file, 'plan'), ['a/plan', 'plan.b', 'plan.txt', 'my plan', 'a plan']);
});

names('can be asked for an ending and for folders alone', () => {
  const file = indexOf({ 'a.jpg': 1, ajpg: 2, 'b.JPG': 3, 'c.jpg': { x: 4 } });
  const asked = (question: Parameters<NameReader['search']>[0]) => pathsOf(ask(file, (reader) => reader.search(question)));
  assert.equal(asked({ text: '', ending: 'jpg' }), ['b.JPG', 'a.jpg', 'c.jpg']);
  assert.equal(asked({ text: 'b', ending: '.jpg' }), ['b.JPG']);
  assert.equal(asked({ text: 'jpg', kind: 'dir' }), ['c.jpg']);
});

names('tells how many versions there are, which is the newest, and since when it is gone', () => {
  const file = indexOf({ a: 1, b: 1 }, { a: 2, b: 1 }, { b: 1 });
  const [a, b] = ['a', 'b'].map((text) => ask(file, (reader) => reader.search({ text }).found[0]!));
  assert.is(a!.versionCount, 2);
  assert.equal(a!.newest, {
    kind: 'file',
    sizeBytes: 2,
    mtimeMs: 2,
    oldest: { id: 's2', timeMs: 2 },
    newest: { id: 's2', timeMs: 2 },
    snapshotCount: 1,
  });
  assert.equal(a!.goneSince, { id: 's3', timeMs: 3 });
  assert.is(b!.versionCount, 1);
  assert.is(b!.newest.snapshotCount, 3);
  assert.is(b!.goneSince, undefined);
  const versions = ask(file, (reader) => reader.versions('s3', toByteString('a'))!);
  assert.equal(
    versions.map(({ sizeBytes, newest }) => [sizeBytes, newest.id]),
    [
      [2, 's2'],
      [1, 's1'],
    ],
  );
  assert.is(
    ask(file, (reader) => reader.versions('unknown', toByteString('a'))),
    undefined,
  );
});

names('gives all that is found page by page, each entry once', () => {
  const tree = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`file ${at}`, at % 7]));
  const file = indexOf(tree);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = ask(file, (reader) => reader.search({ text: 'file', after }));
    assert.is(page.total, 250);
    seen.push(...pathsOf(page));
    after = page.next;
  } while (after !== undefined);
  assert.is(seen.length, 250);
  assert.is(new Set(seen).size, 250);
});

names('says that there is more when there is too much to put in order', () => {
  const file = indexOf(Object.fromEntries(Array.from({ length: 4_500 }, (_, at) => [`file ${at}`, at])));
  const page = ask(file, (reader) => reader.search({ text: 'file' }));
  assert.is(page.isMore, true);
  assert.is(page.total, 4_000);
});

names('refuses questions that ask nothing, and pages that are none', () => {
  const file = indexOf({ a: 1 });
  for (const question of [{ text: '' }, { text: ' \u0301' }, { text: 'x'.repeat(300) }, { text: 'a', after: "1' OR 1" }]) {
    assert.throws(
      () => ask(file, (reader) => reader.search(question)),
      (error: unknown) => isFault(error, 'input.invalid'),
    );
  }
});

const HOSTILE: readonly (string | Buffer)[] = [
  '"quoted" \' -- ; DROP',
  '%_*^(NEAR) AND OR NOT:',
  'evil\u202egpj.exe',
  'a\nb\tc\\',
  '\u{1f600}\u{1f3fd}\u200d\u{1f4bb}',
  'x'.repeat(255),
  Buffer.from([0xff, 0xfe, 0x41, 0x42, 0x43]),
  Buffer.from([0x80]),
  '\u0301\u0302\u0303',
  '[]{}',
  'İstanbul ſ ß',
];

names('finds names that mean harm, and gives their bytes back as they are', () => {
  const file = freshFile();
  const writer = open(file);
  const all = HOSTILE.map((name) => toByteString(name)).sort();
  writer.begin({ id: 's1', host: 'box', paths: ['/'], timeMs: 1 });
  const entries = all.map((name, at): NamedEntry => ({ name, kind: 'file', sizeBytes: 1, mtimeMs: 1, mark: at }));
  for (const _ of writer.update({ path: ROOT, isFresh: false }, entries)) assert.unreachable();
  writer.finish(0);
  writer.close();
  for (const name of all) {
    assert.is(ask(file, (reader) => reader.versions('s1', name))!.length, 1, JSON.stringify(name));
    const text = toDisplay(name);
    if (fold(text).trim() === '') continue;
    const found = ask(file, (reader) => reader.search({ text }).found.map((each) => each.path));
    assert.ok(found.includes(name), JSON.stringify(text));
  }
  assert.equal(search(file, 'a\0b'), []);
});

names('forgets what only forgotten snapshots held, and nothing else', () => {
  const file = indexOf({ a: 1, old: { 'only here': 1 }, b: 1 }, { a: 1, b: 2 }, { a: 1, b: 3, 'new here': 1 });
  const writer = open(file);
  for (const _ of writer.forget((id) => id !== 's1'));
  writer.close();
  assert.equal(search(file, 'only here'), []);
  assert.equal(search(file, 'old'), []);
  assert.equal(search(file, 'here'), ['new here']);
  assert.is(
    ask(file, (reader) => reader.search({ text: 'b' }).found[0]!.versionCount),
    2,
  );
  assert.is(
    ask(file, (reader) => reader.search({ text: 'a' }).found[0]!.newest.oldest.id),
    's2',
  );
  const database = new DatabaseSync(file);
  const rows = (table: string) => (database.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { count: number }).count;
  assert.equal(['names', 'paths', 'folded'].map(rows), [3, 3, 3]);
  assert.is(rows('spans'), 4);
  database.close();
});

names('compares with what it holds, also when the newest snapshot was forgotten', () => {
  const file = indexOf({ d: { a: 1 } }, { d: { a: 1, b: 1 } });
  const writer = open(file);
  for (const _ of writer.forget((id) => id !== 's2'));
  assert.is(
    ask(file, (reader) => reader.search({ text: 'b' }).found.length),
    0,
  );
  put(writer, 's3', { d: { a: 1, b: 1 } }, { timeMs: 3 });
  writer.close();
  assert.equal(search(file, 'b'), ['d/b']);
});

names('keeps hosts apart, and takes up a line that was gone', () => {
  const file = freshFile();
  const writer = open(file);
  put(writer, 's1', { plan: 1 }, { host: 'anna', timeMs: 1 });
  put(writer, 's2', { plan: 2 }, { host: 'ben', timeMs: 2 });
  const hosts = () =>
    ask(file, (reader) => reader.search({ text: 'plan' }).found.map(({ host, versionCount }) => `${host} ${versionCount}`));
  assert.equal(hosts(), ['ben 1', 'anna 1']);
  for (const _ of writer.forget((id) => id !== 's2'));
  assert.equal(hosts(), ['anna 1']);
  put(writer, 's3', { plan: 3 }, { host: 'ben', timeMs: 3 });
  writer.close();
  assert.equal(hosts(), ['ben 1', 'anna 1']);
});

names('is begun anew when its file is cut off, is no database, or is of another repository', () => {
  const damages: ((file: string) => void)[] = [
    (file) => truncateSync(file, statSync(file).size - 5_000),
    (file) => writeFileSync(file, 'this is no database'),
    (file) => truncateSync(file, 0),
    (file) => {
      const database = new DatabaseSync(file);
      database.exec('UPDATE about SET repository = 1');
      database.close();
    },
    (file) => {
      const database = new DatabaseSync(file);
      database.exec('DROP TABLE spans');
      database.close();
    },
  ];
  for (const damage of damages) {
    const file = indexOf({ a: 1 });
    damage(file);
    const writer = open(file);
    assert.is(writer.known().size, 0, String(damage));
    put(writer, 's1', { a: 1 });
    writer.close();
    assert.equal(search(file, 'a'), ['a']);
  }
});

names('is nothing to be asked while it is not there or of another repository', () => {
  assert.is(NameReader.open(freshFile(), REPOSITORY), undefined);
  assert.is(NameReader.open(indexOf({ a: 1 }), 'b'.repeat(64)), undefined);
});

names('takes in and closes folders that lie in each other five thousand deep', () => {
  const file = freshFile();
  const writer = open(file);
  writer.begin({ id: 's1', host: 'box', paths: ['/'], timeMs: 1 });
  let folder = { path: ROOT, isFresh: false };
  const deeper: NamedEntry = { name: 'd' as ByteString, kind: 'dir', sizeBytes: 0, mtimeMs: 0, mark: 0, tree: 'a tree' };
  for (let level = 0; level < 5_000; level++) folder = [...writer.update(folder, [deeper])][0]!;
  for (const _ of writer.update(folder, [{ ...deeper, name: 'deepest' as ByteString, kind: 'file', tree: undefined }]));
  writer.finish(0);
  assert.is(
    ask(file, (reader) => reader.search({ text: 'deepest' }).found[0]!.path.length),
    5_000 * 2 + 'deepest'.length,
  );
  put(writer, 's2', {}, { timeMs: 2 });
  assert.is(
    ask(file, (reader) => reader.search({ text: 'deepest' }).found[0]!.goneSince!.id),
    's2',
  );
  for (const _ of writer.forget((id) => id !== 's1'));
  writer.close();
  assert.is(
    ask(file, (reader) => reader.search({ text: 'd' }).found.length),
    0,
  );
});

names('answers out of whole snapshots while one is being told', () => {
  const file = indexOf({ a: 1, b: { c: 1 } });
  const writer = open(file);
  const b: NamedEntry = { name: 'b' as ByteString, kind: 'file', sizeBytes: 1, mtimeMs: 1, mark: 1 };
  writer.begin({ id: 's2', host: 'box', paths: ['/'], timeMs: 2 });
  for (const _ of writer.update({ path: ROOT, isFresh: false }, [b]));
  for (const text of ['a', 'c'])
    assert.is(
      ask(file, (reader) => reader.search({ text }).found[0]!.goneSince),
      undefined,
    );
  writer.finish(0);
  for (const text of ['a', 'c'])
    assert.is(
      ask(file, (reader) => reader.search({ text }).found[0]!.goneSince?.id),
      's2',
    );
  writer.close();
});

names.run();
