/** The recovery kit on days when something else goes wrong: a backup runs, the catalog is lost, somebody removed the key. */
import '../../faults/weak-passwords.ts';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRepository, openStore } from '../../../src/repository/index.ts';
import { Lock } from '../../../src/repository/locks.ts';
import type { KitPage } from '../../../src/services/protect/index.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';
import { faultOf } from '../../repository/store-contract.ts';
import { type MadeVault, startVault } from './made-vault.ts';

const kits = suite('the recovery kit in trouble');
const scratch = temporaryFolder('kit-trouble');
const PASSPHRASE = 'correct horse battery';
let next = 0;

const open = (state: string, text: string) => faultOf(openRepository(openStore(path.join(state, 'repository')), text));

async function confirm({ kit }: MadeVault, page: KitPage): Promise<void> {
  await kit.confirm(kit.status.pending!.asked.map((index) => page.groups[index]!));
}

/** A box with a kit that was confirmed. */
async function withKit(): Promise<{ state: string; box: MadeVault; page: KitPage }> {
  const state = path.join(scratch, String(next++));
  const box = await startVault(state);
  await box.vault.create(PASSPHRASE);
  const page = await box.kit.make();
  await confirm(box, page);
  return { state, box, page };
}

kits('replaces the one before also while a backup runs; the old key goes as soon as it may', async () => {
  const { state, box, page } = await withKit();
  const newer = await box.kit.make(PASSPHRASE);
  {
    await using _backup = await Lock.take(box.vault.repository, { exclusive: false });
    await confirm(box, newer);
    assert.equal([box.kit.status.confirmed!.keyId, box.kit.status.formerKeys], [newer.keyId, 1]);
  }
  await box.kit.refresh();
  assert.is(box.kit.status.formerKeys, 0);
  assert.is(await open(state, page.text), 'repository.password.wrong');
  await box[Symbol.asyncDispose]();
});

kits('still opens the backups when the catalog is lost, until a new one is confirmed', async () => {
  const { state, box, page } = await withKit();
  await box[Symbol.asyncDispose]();
  for (const name of readdirSync(state).filter((each) => each.startsWith('catalog'))) rmSync(path.join(state, name));
  await using again = await startVault(state);
  await again.kit.refresh();
  assert.equal([again.kit.status.state, again.kit.status.formerKeys], ['absent', 1]);
  assert.is(await faultOf(again.kit.make()), 'passphrase.missing');
  const newer = await again.kit.make(PASSPHRASE);
  assert.is(await open(state, page.text), 'no fault');
  await confirm(again, newer);
  assert.is(again.kit.status.formerKeys, 0);
  assert.is(await open(state, page.text), 'repository.password.wrong');
  assert.is(await open(state, newer.text), 'no fault');
});

kits('counts no longer when somebody removed its key from the repository', async () => {
  const { state, box, page } = await withKit();
  await box[Symbol.asyncDispose]();
  rmSync(path.join(state, 'repository/keys', page.keyId));
  await using again = await startVault(state);
  await again.kit.refresh();
  assert.is(again.kit.status.state, 'absent');
});

kits('is known while the backups are locked', async () => {
  const { state, box, page } = await withKit();
  await box.vault.setUnlockMode('passphrase');
  await box[Symbol.asyncDispose]();
  await using again = await startVault(state);
  assert.is(again.vault.status.repository, 'locked');
  assert.equal([again.kit.status.state, again.kit.status.confirmed!.fingerprint], ['confirmed', page.fingerprint]);
});

kits('may be replaced by whoever opened the box with it, and the box goes on', async () => {
  const { state, box, page } = await withKit();
  await box.vault.setUnlockMode('passphrase');
  await box[Symbol.asyncDispose]();
  await using again = await startVault(state);
  await again.vault.unlock(page.text);
  const newer = await again.kit.make(PASSPHRASE);
  await confirm(again, newer);
  assert.is(await open(state, page.text), 'repository.password.wrong');
  assert.is(again.vault.repository.keyId, newer.keyId);
});

kits('that waits is void when the keys of the box were made anew', async () => {
  const { state, box } = await withKit();
  await box.kit.make(PASSPHRASE);
  await box[Symbol.asyncDispose]();
  rmSync(path.join(state, 'keys'), { recursive: true });
  await using again = await startVault(state);
  await again.vault.unlock(PASSPHRASE);
  assert.is(await faultOf(again.kit.confirm(['AAAA', 'CCCC', 'DDDD'])), 'kit.void');
  await confirm(again, await again.kit.make(PASSPHRASE));
});

kits('is no passphrase', async () => {
  const { box, page } = await withKit();
  assert.is(await faultOf(box.vault.changePassphrase(PASSPHRASE, page.text)), 'input.invalid');
  await box[Symbol.asyncDispose]();
});

kits.run();
