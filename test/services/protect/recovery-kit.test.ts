/** The recovery kit, judged by the restic program: what is printed opens the backups, and what was replaced does not. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KitPage } from '../../../src/services/protect/index.ts';
import { type ProgramRun, runProgram } from '../../peers/programs.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';
import { faultOf } from '../../repository/store-contract.ts';
import { type MadeVault, startVault } from './made-vault.ts';

const kits = suite('the recovery kit');
const scratch = temporaryFolder('kit');
const state = path.join(scratch, 'state');
const PASSPHRASE = 'correct horse battery';

let box: MadeVault;
let first: KitPage;
let second: KitPage;

const answers = (page: KitPage) => box.kit.status.pending!.asked.map((index) => page.groups[index]!);
const keyCount = () => readdirSync(path.join(state, 'repository/keys')).length;

/** As somebody would at another computer: the printed text in a file. */
async function byRestic(text: string): Promise<ProgramRun> {
  const file = path.join(scratch, 'password');
  writeFileSync(file, `${text}\n`);
  const env = { RESTIC_PASSWORD: undefined, RESTIC_PASSWORD_FILE: undefined, RESTIC_REPOSITORY: undefined };
  return await runProgram('restic', ['--no-cache', '-r', box.vault.location, '--password-file', file, 'cat', 'config'], { env });
}

kits.before(async () => {
  box = await startVault(state);
});

kits.after(async () => {
  await box[Symbol.asyncDispose]();
});

kits('needs a repository', async () => {
  assert.is(box.kit.status.state, 'absent');
  assert.is(await faultOf(box.kit.make()), 'repository.absent');
});

kits('is made without the passphrase right after the repository, and stock restic opens it with the printed text', async () => {
  await box.vault.create(PASSPHRASE);
  first = await box.kit.make();
  assert.is(box.kit.status.state, 'unconfirmed');
  assert.is(first.boxName, 'attic');
  assert.is(first.repositoryId, box.vault.repository.id);
  assert.is(first.groups.join('-'), first.text);
  assert.ok(first.keyId.startsWith(first.fingerprint));
  assert.equal(first.commands[0], { purpose: 'list', command: `restic -r '${box.vault.location}' snapshots` });
  const run = await byRestic(first.text);
  assert.is(run.code, 0, run.stderr);
  assert.is(JSON.parse(run.stdout).id, first.repositoryId);
});

kits('is kept nowhere: no file of the box holds its text', () => {
  for (const file of readdirSync(state, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const content = readFileSync(path.join(file.parentPath, file.name), 'latin1');
    for (const part of [first.text, first.text.replaceAll('-', '')]) assert.not(content.includes(part), file.name);
  }
});

kits('is confirmed by the groups that the box asks for, however they are typed, also after a restart', async () => {
  const { asked } = box.kit.status.pending!;
  assert.is(new Set(asked).size, 3);
  await box[Symbol.asyncDispose]();
  box = await startVault(state);
  assert.equal(box.kit.status.pending!.asked, asked);
  assert.is(await faultOf(box.kit.confirm(['2222'])), 'input.invalid');
  assert.is(await faultOf(box.kit.confirm(['2222', '3333', '4444'])), 'kit.wrong');
  assert.is(box.kit.status.pending!.triesLeft, 4);
  await box.kit.confirm(answers(first).map((group) => ` ${group.toLowerCase()}`));
  assert.is(box.kit.status.state, 'confirmed');
  assert.is(box.kit.status.pending, null);
  assert.is(box.kit.status.confirmed!.keyId, first.keyId);
  assert.is(await faultOf(box.kit.confirm(['2222', '3333', '4444'])), 'kit.absent');
});

kits('is made again only by who knows the passphrase, and the one before opens everything until the new one is confirmed', async () => {
  assert.is(await faultOf(box.kit.make()), 'passphrase.missing');
  assert.is(await faultOf(box.kit.make('not the passphrase')), 'repository.password.wrong');
  second = await box.kit.make(PASSPHRASE);
  assert.is(box.kit.status.state, 'confirmed');
  assert.is((await byRestic(first.text)).code, 0);
  await box.kit.confirm(answers(second));
  assert.equal([box.kit.status.confirmed!.keyId, box.kit.status.formerKeys, keyCount()], [second.keyId, 0, 2]);
  const refused = await byRestic(first.text);
  assert.match(refused.stderr, 'wrong password');
  assert.is((await byRestic(second.text)).code, 0);
});

kits('that was typed back wrongly too often is void, and the next one takes its place', async () => {
  const third = await box.kit.make(PASSPHRASE);
  const wrong = answers(third).reverse();
  const outcomes = [];
  for (let attempt = 0; attempt < 5; attempt++) outcomes.push(await faultOf(box.kit.confirm(wrong)));
  assert.equal(outcomes, ['kit.wrong', 'kit.wrong', 'kit.wrong', 'kit.wrong', 'kit.void']);
  assert.is(await faultOf(box.kit.confirm(answers(third))), 'kit.void');
  assert.is(box.kit.status.state, 'confirmed');
  const fourth = await box.kit.make(PASSPHRASE);
  assert.is(keyCount(), 3);
  await box.kit.confirm(answers(fourth));
  assert.is(keyCount(), 2);
});

kits.run();
