/** The vault: who opens the box's repository, and when nobody has to. */
import '../../faults/weak-passwords.ts';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listKeys, openRepository, openStore } from '../../../src/repository/index.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';
import { faultOf } from '../../repository/store-contract.ts';
import { type MadeVault, sealedFile, startVault } from './made-vault.ts';

const vaults = suite('the vault');
const scratch = temporaryFolder('vault');
const PASSPHRASE = 'correct horse battery';
const OTHER = 'another horse battery';
let next = 0;

const freshState = () => path.join(scratch, String(next++));

/** A box whose repository was made, started anew as after a power cut. */
async function restarted(state: string, before: (made: MadeVault) => Promise<void> = async () => {}): Promise<MadeVault> {
  {
    await using made = await startVault(state);
    await made.vault.create(PASSPHRASE);
    await before(made);
  }
  return await startVault(state);
}

vaults('opens by itself after a start, without a passphrase', async () => {
  const state = freshState();
  await using again = await restarted(state, async ({ vault }) => {
    assert.equal(vault.status, { repository: 'open', unlockMode: 'sealed', opensByItself: true });
  });
  assert.equal(again.vault.status, { repository: 'open', unlockMode: 'sealed', opensByItself: true });
  assert.is((await listKeys(again.vault.repository)).filter(({ current }) => current).length, 1);
  assert.equal(again.log, []);
});

vaults('waits for the passphrase when it is told to, and the key is gone from the disk at once', async () => {
  const state = freshState();
  await using again = await restarted(state, async ({ vault }) => {
    assert.ok(existsSync(sealedFile(state)));
    await vault.setUnlockMode('passphrase');
    assert.not(existsSync(sealedFile(state)));
    assert.equal(vault.status, { repository: 'open', unlockMode: 'passphrase', opensByItself: false });
  });
  assert.is(again.vault.status.repository, 'locked');
  assert.is(await faultOf(async () => again.vault.repository), 'repository.closed');
  assert.is(await faultOf(again.vault.unlock(OTHER)), 'repository.password.wrong');
  await again.vault.unlock(PASSPHRASE);
  assert.not(existsSync(sealedFile(state)));
  await again.vault.setUnlockMode('sealed');
  assert.ok(existsSync(sealedFile(state)));
});

vaults('finishes a change of mode that a power cut interrupted', async () => {
  const state = freshState();
  let sealed = Buffer.alloc(0);
  await restarted(state, async ({ vault }) => {
    sealed = readFileSync(sealedFile(state));
    await vault.setUnlockMode('passphrase');
  }).then((made) => made[Symbol.asyncDispose]());
  writeFileSync(sealedFile(state), sealed, { mode: 0o600 });
  await using again = await startVault(state);
  assert.is(again.vault.status.repository, 'locked');
  assert.not(existsSync(sealedFile(state)));
});

vaults('stays locked when another repository lies in the place of its own, and keeps the key for its return', async () => {
  const state = freshState();
  const foreign = freshState();
  await (await restarted(state))[Symbol.asyncDispose]();
  await (await restarted(foreign))[Symbol.asyncDispose]();
  renameSync(path.join(state, 'repository'), path.join(state, 'own'));
  renameSync(path.join(foreign, 'repository'), path.join(state, 'repository'));
  {
    await using swapped = await startVault(state);
    assert.is(swapped.vault.status.repository, 'locked');
    assert.match(swapped.log.join(), 'does not fit');
  }
  renameSync(path.join(state, 'repository'), path.join(state, 'foreign'));
  renameSync(path.join(state, 'own'), path.join(state, 'repository'));
  await using back = await startVault(state);
  assert.is(back.vault.status.repository, 'open');
});

vaults('stays locked when the sealed key is damaged, and opens by the passphrase as ever', async () => {
  const state = freshState();
  await (await restarted(state))[Symbol.asyncDispose]();
  writeFileSync(sealedFile(state), readFileSync(sealedFile(state)).subarray(1));
  {
    await using again = await startVault(state);
    assert.is(again.vault.status.repository, 'locked');
    assert.match(again.log.join(), 'damaged');
    await again.vault.unlock(PASSPHRASE);
    assert.ok(again.vault.status.opensByItself);
  }
  await using mended = await startVault(state);
  assert.is(mended.vault.status.repository, 'open');
});

vaults('changes the passphrase for whoever knows the old one', async () => {
  const state = freshState();
  await using made = await restarted(state);
  assert.is(await faultOf(made.vault.changePassphrase('not the old one', OTHER)), 'repository.password.wrong');
  assert.is(await faultOf(made.vault.changePassphrase(PASSPHRASE, 'short')), 'passphrase.short');
  await made.vault.changePassphrase(PASSPHRASE, OTHER);
  const store = openStore(made.vault.location);
  assert.is(await faultOf(openRepository(store, PASSPHRASE)), 'repository.password.wrong');
  assert.is((await openRepository(store, OTHER)).keyId, made.vault.repository.keyId);
  assert.is(readdirSync(path.join(made.vault.location, 'keys')).length, 1);
  await using again = await startVault(state);
  assert.is(again.vault.status.repository, 'open');
});

vaults('replaces a forgotten passphrase by help of the recovery kit, which stays', async () => {
  const state = freshState();
  let text = '';
  await using again = await restarted(state, async ({ kit, vault }) => {
    ({ text } = await kit.make());
    await vault.setUnlockMode('passphrase');
  });
  await again.vault.unlock(text.toLowerCase().replaceAll('-', ' '));
  await again.vault.changePassphrase(text, OTHER);
  const store = openStore(again.vault.location);
  assert.is(await faultOf(openRepository(store, PASSPHRASE)), 'repository.password.wrong');
  await openRepository(store, OTHER);
  await openRepository(store, text);
});

vaults('keeps neither passphrase nor master key in any file of the state in the clear', async () => {
  const state = freshState();
  await using made = await restarted(state);
  const { encrypt, macK, macR } = made.vault.repository.master;
  const secrets = [
    Buffer.from(PASSPHRASE),
    ...[encrypt, macK, macR].flatMap((key) => [Buffer.from(key), Buffer.from(Buffer.from(key).toString('base64'))]),
  ];
  for (const file of readdirSync(state, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const content = readFileSync(path.join(file.parentPath, file.name));
    for (const secret of secrets) assert.not(content.includes(secret), file.name);
  }
});

vaults('is not made twice, nor with a passphrase that would be lost', async () => {
  await using made = await startVault(freshState());
  assert.is(await faultOf(made.vault.unlock(PASSPHRASE)), 'repository.absent');
  assert.is(await faultOf(made.vault.create(`${PASSPHRASE} `)), 'input.invalid');
  const outcomes = await Promise.all([faultOf(made.vault.create(PASSPHRASE)), faultOf(made.vault.create(PASSPHRASE))]);
  assert.equal(outcomes, ['no fault', 'repository.exists']);
});

vaults.run();
