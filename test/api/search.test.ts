/** Looking across snapshots by the API: names under which something was once saved, its versions, and what differs between two of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  CompareCounts,
  ComparePage,
  FolderPage,
  Problem,
  SearchPage,
  SnapshotView,
  VersionList,
} from '../../src/api/contract/index.ts';
import { encodePath } from '../../src/api/path-bytes.ts';
import { type ByteString, toByteString } from '../../src/base/index.ts';
import { ODD_NAMES } from './generated-files.ts';
import { indexed } from './indexed.ts';
import { LOCKS, PASSPHRASE, TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let files: string;
/** Newest first. */
let snapshots: SnapshotView[];

const across = suite('across all snapshots');

across.before(async () => {
  files = mkdtempSync(path.join(tmpdir(), 'holdfast-across-'));
  for (const folder of ['letters', 'odd names', 'same']) mkdirSync(path.join(files, folder));
  for (const name of ODD_NAMES) writeFileSync(Buffer.concat([Buffer.from(`${files}/odd names/`), name]), 'odd');
  for (const name of ['letters/to the bank.txt', 'letters/draft.txt', 'same/always.txt']) writeFileSync(path.join(files, name), 'first');
  box = await TemporaryBox.start(LOCKS);
  await box.backUp(files);
  writeFileSync(path.join(files, 'letters/to the bank.txt'), 'second, and longer');
  rmSync(path.join(files, 'letters/draft.txt'));
  writeFileSync(path.join(files, 'letters/answer.txt'), 'new');
  await box.backUp(files);
  snapshots = await box.json<SnapshotView[]>('/api/snapshots');
  await indexed(box, 2);
});

across.after(async () => {
  await box[Symbol.asyncDispose]();
  rmSync(files, { recursive: true, force: true });
});

const search = (query: string) => box.json<SearchPage>(`/api/search?${query}`);
const inside = (name: string) => `${snapshots[0]!.start}/${encodePath(toByteString(name))}`;

across('a name is found with its versions, newest first, and where it lies', async () => {
  const { hits, total, isMore, next, index } = await search('text=bank');
  assert.is(hits.length, 1);
  const [hit] = hits;
  assert.is(hit!.name, 'to the bank.txt');
  assert.is(hit!.folder, `${files.slice(1)}/letters`);
  assert.is(hit!.path, inside('letters/to the bank.txt'));
  assert.is(hit!.versions, 2);
  assert.is(hit!.newest.newest.snapshot, snapshots[0]!.id);
  assert.is(hit!.newest.sizeBytes, 18);
  assert.is(hit!.goneSince, null);
  assert.equal(hit!.paths, [files]);
  assert.equal([total, isMore, next], [1, false, null]);
  assert.equal(index, { isComplete: true, snapshotsDone: 2, snapshotsTotal: 2, gaps: 0, failure: null });
});

across('what was deleted is found, and since when it is gone', async () => {
  const [hit] = (await search('text=DRAFT&ending=txt&kind=file')).hits;
  assert.is(hit!.newest.newest.snapshot, snapshots[1]!.id);
  assert.equal(hit!.goneSince, { snapshot: snapshots[0]!.id, time: new Date(snapshots[0]!.time).toISOString() });
});

across('results come in pages that hold each one once', async () => {
  const paths: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: SearchPage = await search(`ending=txt&limit=4${after === '' ? '' : `&after=${after}`}`);
    assert.ok(page.hits.length <= 4);
    paths.push(...page.hits.map((hit) => hit.path));
    after = page.next;
  }
  assert.is(new Set(paths).size, paths.length);
  assert.ok(paths.length > 8);
});

across('every odd name is found, and its path leads to its bytes', async () => {
  for (const name of ODD_NAMES) {
    const raw = toByteString(name) as ByteString;
    const encoded = `${inside('odd names')}/${encodePath(raw)}`;
    const text = name
      .toString('utf8')
      .replace(/\p{Cf}|\ufffd/gu, ' ')
      .trim();
    const { hits } = await search(`text=${encodeURIComponent(text)}&limit=200`);
    assert.ok(
      hits.some((hit) => hit.path === encoded),
      `${text} in ${hits.map((hit) => hit.path)}`,
    );
    assert.is(await (await box.get(`/api/snapshots/${snapshots[0]!.id}/file?path=${encoded}`)).text(), 'odd');
    const { versions } = await box.json<VersionList>(`/api/snapshots/${snapshots[0]!.id}/versions?path=${encoded}`);
    assert.is(versions?.length, 1, text);
  }
});

across('a search for nothing, or with a page that is none, is refused with a sentence', async () => {
  for (const query of [
    'text=',
    'text=%20',
    'text=a&after=nonsense',
    `text=${'a'.repeat(300)}`,
    'text=a&kind=cat',
    'text=a&limit=-1',
    'text=%ff',
  ]) {
    const answer = await box.get(`/api/search?${query}`);
    assert.is(answer.status, 400, query);
    assert.is(((await answer.json()) as Problem).code, 'input.invalid', query);
  }
});

across('an entry has its versions, also seen from a snapshot that does not hold it', async () => {
  const of = (id: string, name: string) => box.json<VersionList>(`/api/snapshots/${id}/versions?path=${inside(name)}`);
  const { versions } = await of(snapshots[0]!.id, 'letters/to the bank.txt');
  assert.equal(
    versions!.map((each) => [each.sizeBytes, each.snapshots, each.newest.snapshot]),
    [
      [18, 1, snapshots[0]!.id],
      [5, 1, snapshots[1]!.id],
    ],
  );
  assert.is((await of(snapshots[0]!.id, 'letters/draft.txt')).versions!.length, 1);
  const [always] = (await of(snapshots[1]!.id, 'same/always.txt')).versions!;
  assert.equal([always!.snapshots, always!.oldest.snapshot, always!.newest.snapshot], [2, snapshots[1]!.id, snapshots[0]!.id]);
  assert.equal((await of(snapshots[0]!.id, 'never/was')).versions, []);
  assert.is((await box.get(`/api/snapshots/${'0'.repeat(64)}/versions?path=a`)).status, 404);
  assert.is((await box.get(`/api/snapshots/${snapshots[0]!.id}/versions?path=../etc`)).status, 400);
});

across('a folder is listed from the page that holds what was found', async () => {
  const list = (at: string) =>
    box.json<FolderPage>(`/api/snapshots/${snapshots[0]!.id}/folder?path=${inside('odd names')}&limit=3&at=${at}`);
  for (const name of ODD_NAMES) {
    const at = `${inside('odd names')}/${encodePath(toByteString(name))}`;
    const { entries, offset } = await list(at);
    assert.ok(entries.some((entry) => entry.path === at));
    assert.is(offset % 3, 0);
  }
  for (const nowhere of [inside('letters/answer.txt'), `${inside('odd names')}/never`]) assert.is((await list(nowhere)).offset, 0);
});

across('two snapshots are compared one folder at a time, and counted', async () => {
  const sides = `before=${snapshots[1]!.id}&after=${snapshots[0]!.id}`;
  const compare = (query: string) => box.json<ComparePage>(`/api/compare?${sides}&${query}`);
  const root = await compare(`path=${inside('').slice(0, -1)}`);
  assert.equal(
    root.differences.map((each) => [each.name, each.change]),
    [['letters', 'below']],
  );
  const letters = await compare(`path=${inside('letters')}`);
  assert.equal(
    letters.differences.map((each) => [each.name, each.change, each.before?.sizeBytes, each.after?.sizeBytes]),
    [
      ['answer.txt', 'added', undefined, 3],
      ['draft.txt', 'removed', 5, undefined],
      ['to the bank.txt', 'changed', 5, 18],
    ],
  );
  assert.is(letters.trail.at(-1)!.name, 'letters');
  assert.equal((await compare(`path=${inside('same')}`)).differences, []);
  const first = await compare(`path=${inside('letters')}&limit=2`);
  assert.is(first.next, 'draft.txt');
  assert.equal(
    (await compare(`path=${inside('letters')}&past=${first.next}`)).differences.map((each) => each.name),
    ['to the bank.txt'],
  );
  const counts = await box.json<CompareCounts>(`/api/compare/counts?${sides}&path=`);
  assert.equal([counts.added.files, counts.removed.files, counts.changed.files, counts.changed.bytes], [1, 1, 1, 18]);
});

across('what cannot be compared is refused with a sentence', async () => {
  const sides = `before=${snapshots[1]!.id}&after=${snapshots[0]!.id}`;
  assert.is((await box.get(`/api/compare?${sides}&path=never/was`)).status, 404);
  assert.is((await box.get(`/api/compare?before=${'0'.repeat(64)}&after=${snapshots[0]!.id}`)).status, 404);
  assert.is((await box.get(`/api/compare?before=latest&after=${snapshots[0]!.id}`)).status, 400);
});

across('a locked box finds nothing and says so; unlocked, it finds without being asked to look', async () => {
  await box.restart();
  await box.signIn();
  assert.is((await box.get('/api/search?text=bank')).status, 409);
  await box.send('POST', '/api/repository/unlock', { passphrase: PASSPHRASE });
  await indexed(box, 2);
  assert.is((await search('text=bank')).total, 1);
});

across('a search that was given up is nobody’s failure', async () => {
  const given = new AbortController();
  const asked = fetch(`${box.url}/api/search?text=a`, { headers: { Cookie: box.cookie }, signal: given.signal });
  given.abort();
  await asked.catch(() => undefined);
  await search('text=bank');
  assert.equal(box.log, []);
});

across.run();
