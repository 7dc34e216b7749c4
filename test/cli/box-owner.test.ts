/** Owning a box from a terminal: its first account, its repository and recovery kit, tokens, settings, audit; by its socket and by https. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TemporaryBox } from '../api/temporary-box.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { BoxLine } from './box-line.ts';
import { messages } from './holdfast.ts';

const scratch = temporaryFolder('box owner');
let box: TemporaryBox;
let line: BoxLine;

const owner = suite('the owner of a box at a terminal');

/** A file with a secret, for an option that takes one. */
function secret(text: string): string {
  const file = path.join(scratch, `secret ${text.length} ${Buffer.from(text).toString('hex').slice(0, 20)}`);
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  return file;
}

const PASSWORD = 'a password of the owner';
const PASSPHRASE = 'correct horse battery';

owner.before(async () => {
  box = await TemporaryBox.start({ claim: false });
  line = new BoxLine({ HOLDFAST_STATE: box.folder });
});

owner.after(async () => {
  await box[Symbol.asyncDispose]();
});

owner('makes the first account without the claim code, which is over then', async () => {
  assert.match(await line.must('users'), /nobody owns this box yet/);
  assert.match(await line.must('status'), /nobody owns the box yet: claim it on its page, or `holdfast box users add NAME --role admin`/);
  const said = await line.must('users', 'add', 'Anna', '--role', 'admin', '--password-file', secret(PASSWORD));
  assert.is(said, 'Anna may come in as admin\n');
  assert.is(
    box.claimCode === undefined ||
      (await box.send('POST', '/api/claim', { code: box.claimCode, name: 'Eve', password: PASSWORD })).status !== 201,
    true,
  );
  await box.signIn({ name: 'Anna', password: PASSWORD });
});

owner('gets back in after a password was forgotten, which ends the sessions of before', async () => {
  const said = await line.must('users', 'password', 'anna', '--password-file', secret('another password of hers'));
  assert.match(said, /the password of Anna is set/);
  assert.is((await box.get('/api/session')).status, 401);
  await box.signIn({ name: 'Anna', password: 'another password of hers' });
});

owner('adds, changes and removes accounts, and cannot remove the last admin', async () => {
  await line.must('users', 'add', 'Ben', '--role', 'viewer', '--password-file', secret('a long password of Ben'));
  assert.is(await line.must('users', 'role', 'ben', 'operator'), 'Ben is operator now\n');
  assert.match(await line.must('users'), /^Name +Role +Made +Signed in\n-+\nAnna +admin .*\nBen +operator .* never\n$/);
  assert.not.match(await line.must('users', 'remove', 'Ben'), /Ben/);
  assert.is(messages((await line.run('users', 'remove', 'Anna', '--json')).stderr).at(-1)!.code, 'account.last-admin');
  assert.match((await line.run('users', 'role', 'Carl', 'admin')).stderr, /there is no account 'Carl'/);
  assert.is((await line.run('users', 'add', 'Dora', '--role', 'boss')).code, 2);
});

owner('sees who is signed in, and ends a session', async () => {
  const sessions = await line.json<{ id: string; account: string }[]>('sessions');
  assert.equal(
    sessions.map(({ account }) => account),
    ['Anna'],
  );
  assert.is(await line.must('sessions', 'end', sessions[0]!.id), 'nobody is signed in\n');
  assert.is((await box.get('/api/session')).status, 401);
});

owner('makes the repository and a recovery kit, and types groups of it back', async () => {
  assert.match(await line.must('init', '--passphrase-file', secret(PASSPHRASE)), /the repository is made/);
  const again = await line.run('init', '--passphrase-file', secret(PASSPHRASE));
  assert.match(again.stderr, /The box has its repository already; nothing was changed/);
  assert.match(await line.must('kit'), /there is no recovery kit/);
  const { stdout: shown, stderr } = await line.run('kit', 'make', '--passphrase-file', secret(PASSPHRASE));
  assert.match(shown, /^RECOVERY KIT\. Shown this once/);
  assert.match(stderr, /`holdfast box kit confirm` asks for groups of it back/);
  const text = /^ {2}((?:[0-9A-Z]{4}-){7}[0-9A-Z]{4})$/m.exec(shown)![1]!;
  const { pending } = await line.json<{ pending: { asked: number[] } }>('kit');
  const wrong = await line.run('kit', 'confirm', '--groups-file', secret(pending.asked.map(() => 'AAAA').join(' ')));
  assert.is(wrong.code, 1, wrong.stderr);
  assert.match(await line.must('kit'), new RegExp(`groups ${pending.asked.map((place) => place + 1).join(', ')}, 4 tries left`));
  const groups = pending.asked.map((place) => text.split('-')[place]).join(' ');
  assert.match(await line.must('kit', 'confirm', '--groups-file', secret(groups)), /was typed back; it opens the backups/);
  const replaced = await line.must(
    'passphrase',
    '--passphrase-file',
    secret(text),
    '--new-passphrase-file',
    secret('quite another passphrase'),
  );
  assert.is(replaced, 'the passphrase is changed\n');
});

owner('is told of a wrong passphrase by its own exit code', async () => {
  const { code, stderr } = await line.run(
    'passphrase',
    '--passphrase-file',
    secret('wrong'),
    '--new-passphrase-file',
    secret('never mind this'),
  );
  assert.is(code, 12, stderr);
});

owner('puts folders under protection and takes them off again', async () => {
  assert.match(await line.must('protect', 'add', scratch), /never +0 +.*box owner/);
  assert.match(await line.must('protect'), /never +0 +.*box owner/);
  assert.is(await line.must('protect', 'remove', scratch), 'no folders\n');
});

owner('changes settings, carries them away and brings them back', async () => {
  assert.match(
    await line.must('settings', 'set', '--name', 'Attic', '--keep-daily', '7'),
    /^name: +Attic\nunlocked: by itself .*\nkeeps: +daily 7\n$/,
  );
  const file = path.join(scratch, 'settings.json');
  writeFileSync(file, await line.must('settings', 'export'));
  assert.match(await line.must('settings', 'set', '--keep-all'), /keeps: +every version/);
  assert.is(await line.must('settings', 'import', file, '--dry-run'), 'what it keeps would be changed\n');
  assert.is(await line.must('settings', 'import', file), 'what it keeps changed\n');
  assert.match(await line.must('settings'), /keeps: +daily 7/);
  assert.is((await line.run('settings', 'set')).code, 2);
  assert.match((await line.run('settings', 'import', secret('no json'))).stderr, /does not hold the settings of a box/);
});

owner('makes a token, by which a box is asked by https, proved by its authority or a fingerprint', async () => {
  const made = await line.run(
    'tokens',
    'add',
    'watch',
    '--account',
    'Anna',
    '--role',
    'viewer',
    '--days',
    '2',
    '--password-file',
    secret('another password of hers'),
  );
  assert.is(made.code, 0, made.stderr);
  assert.match(made.stdout, /^\S+\n$/);
  assert.match(await line.must('tokens'), /viewer +never +\d{4}-\d\d-\d\d +Anna +watch/);
  assert.is(await line.must('sessions'), 'nobody is signed in\n');
  const ca = path.join(scratch, 'ca.crt');
  writeFileSync(ca, box.authority);
  const token = secret(made.stdout.trim());
  const far = new BoxLine({ HOLDFAST_URL: box.secureUrl, HOLDFAST_TOKEN_FILE: token });
  assert.match(await far.must('status', '--ca-file', ca), /^Attic \(Holdfast /);
  const { fingerprint } = await box.json<{ fingerprint: string }>('/api/certificate');
  assert.match(await far.must('status', '--fingerprint', fingerprint), /^Attic \(Holdfast /);
  const code = async (...words: string[]) => messages((await far.run('status', ...words, '--json')).stderr).at(-1)!.code;
  assert.is(await code(), 'box.untrusted');
  assert.is(await code('--fingerprint', fingerprint.replace(/^../, fingerprint.startsWith('00') ? '01' : '00')), 'box.untrusted');
  const refused = await far.run('users', '--ca-file', ca);
  assert.match(refused.stderr, /this needs the role admin/);
  const nobody = new BoxLine({ HOLDFAST_URL: box.secureUrl, HOLDFAST_CA_FILE: ca });
  assert.match((await nobody.run('status')).stderr, /--token-file or HOLDFAST_TOKEN_FILE/);
  const plain = new BoxLine({ HOLDFAST_URL: box.url, HOLDFAST_TOKEN: readFileSync(token, 'utf8') });
  assert.match(await plain.must('status'), /^Attic/);
  assert.is(await line.must('tokens', 'revoke', (await line.json<{ id: string }[]>('tokens'))[0]!.id), 'no API tokens\n');
  assert.is((await far.run('status', '--ca-file', ca)).code, 1);
});

owner('is refused a token for an account by a wrong password: 12', async () => {
  const { code } = await line.run('tokens', 'add', 'x', '--account', 'Anna', '--role', 'viewer', '--password-file', secret('not hers'));
  assert.is(code, 12);
});

owner('reads in the audit what was done, and proves that it is whole', async () => {
  const listed = await line.must('audit', '--most', '5');
  assert.match(listed, /^ *No +Time +Who +Outcome +What +About\n-+\n/);
  assert.is(listed.trim().split('\n').length, 7);
  assert.match(await line.must('audit', 'settings.changed'), /socket +done +settings\.changed/);
  assert.match(await line.must('audit', '--proof'), /^the audit is whole: \d+ entries, the last hash is /);
  const entries = messages(await line.must('audit', '--export'));
  assert.ok(entries.length > 10);
});

owner('opens the backups again after a start that waits for the passphrase', async () => {
  await line.must('settings', 'set', '--unlock-mode', 'passphrase');
  await box.restart();
  assert.match(
    await line.must('status'),
    /waits for its passphrase.*\n\nThis needs somebody:\n {2}- the passphrase is waited for: `holdfast box unlock`/,
  );
  const wrong = await line.run('unlock', '--passphrase-file', secret('wrong'));
  assert.is(wrong.code, 12, wrong.stderr);
  assert.is(await line.must('unlock', '--passphrase-file', secret('quite another passphrase')), 'the backups are open\n');
});

owner.run();
