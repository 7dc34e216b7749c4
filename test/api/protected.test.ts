/** Folders that were chosen and never backed up completely: the API tells of them, through cancelling and restarts. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Door, JobView, Problem, ProtectedFolder } from '../../src/api/contract/index.ts';
import { generateFiles } from './generated-files.ts';
import { TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let files: string;
let huge: string;

const chosen = suite('a chosen folder');

chosen.before(async () => {
  files = await generateFiles({ many: 5 });
  huge = await mkdtemp(path.join(tmpdir(), 'holdfast-huge-'));
  await using image = await open(path.join(huge, 'disk image'), 'w');
  await image.truncate(400_000_000_000);
  box = await TemporaryBox.start();
});

chosen.after(async () => {
  await box[Symbol.asyncDispose]();
  for (const folder of [files, huge]) await rm(folder, { recursive: true, force: true });
});

const listed = async () => (await box.json<ProtectedFolder[]>('/api/protected')).map((folder) => [folder.path, folder.snapshotCount]);
const forget = (folder: string) => box.send('DELETE', `/api/protected?path=${encodeURIComponent(folder)}`, {});

/** The job is running when this returns. */
async function startHuge(): Promise<JobView> {
  const { id } = await box.startBackup(huge);
  return await box.until(id, ({ state }) => state === 'running');
}

async function cancel({ id }: JobView): Promise<void> {
  await box.send('POST', `/api/jobs/${id}/cancel`, {});
  assert.is((await box.finished(id)).state, 'cancelled');
}

async function refused(answer: Response, status: number, code: string): Promise<void> {
  assert.is(((await answer.json()) as Problem).code, code);
  assert.is(answer.status, status);
}

chosen('is listed while its first backup runs, and cannot be taken off the list then', async () => {
  await box.backUp(files);
  const job = await startHuge();
  assert.equal(await listed(), [
    [huge, 0],
    [files, 1],
  ]);
  await refused(await forget(huge), 409, 'backup.running');
  await cancel(job);
});

chosen('stays on the list when its first backup was cancelled', async () => {
  const [folder] = await box.json<ProtectedFolder[]>('/api/protected');
  assert.is(folder!.path, huge);
  assert.equal([folder!.snapshotCount, folder!.lastSnapshotId, folder!.lastTime], [0, null, null]);
});

chosen('stays on the list when the box is started anew in the middle', async () => {
  assert.is((await forget(huge)).status, 200);
  assert.equal(await listed(), [[files, 1]]);
  const { id } = await startHuge();
  await box.restart();
  assert.equal(await listed(), [
    [huge, 0],
    [files, 1],
  ]);
  const again = await box.until(id, ({ state, attempts }) => state === 'running' && attempts === 2);
  await cancel(again);
});

chosen('is taken off the list on request, unless there are versions of it', async () => {
  await refused(await forget(files), 409, 'folder.kept');
  await refused(await forget('/no/such/folder'), 404, 'folder.unknown');
  const answer = await forget(huge);
  assert.equal(
    ((await answer.json()) as ProtectedFolder[]).map((folder) => folder.path),
    [files],
  );
  assert.equal(await listed(), [[files, 1]]);
});

chosen('is not needed for what snapshots hold: a lost list costs no folder', async () => {
  const catalog = new DatabaseSync(path.join(box.folder, 'catalog.sqlite'), { timeout: 5_000 });
  catalog.exec('DELETE FROM folders');
  catalog.close();
  await box.restart();
  // Accounts come back with the memory that the box saved in its repository.
  while (!(await box.json<Door>('/api/door')).isClaimed);
  await box.signIn();
  assert.equal(await listed(), [[files, 1]]);
});

chosen('is not the box’s own state, which holds the backups and what seals their key', async () => {
  for (const folder of [box.folder, box.repository, path.join(box.folder, 'keys')])
    await refused(await box.send('POST', '/api/jobs', { kind: 'backup', folder }), 400, 'input.invalid');
});

chosen.run();
