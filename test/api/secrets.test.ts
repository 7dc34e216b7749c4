/**
 * Twenty secrets go through the API of a real box, and are found afterwards in nothing that it tells or keeps.
 *
 * Looked through: every line of the log, every answer to GET (from the box's own description), the exports, and every file of the state
 * folder, each for the secret as it is, in base64 at any alignment, in hex, and percent-encoded.
 */
// deadline: 120 s
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KitPage, KitStatus, NewToken, SessionView } from '../../src/api/contract/index.ts';
import { cookieOf, TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let files: string;
/** By what they are. */
const planted = new Map<string, string>();

const secrets = suite('a secret that was given to the box');

secrets.before(async () => {
  files = await mkdtemp(path.join(tmpdir(), 'holdfast-letters-'));
  await writeFile(path.join(files, 'letter.txt'), 'nothing secret in here');
  box = await TemporaryBox.start({ claim: false });
});

secrets.after(async () => {
  await box[Symbol.asyncDispose]();
  await rm(files, { recursive: true, force: true });
});

/** Remembers a secret by what it is, and gives it. */
function plant(what: string, secret: string): string {
  assert.ok(secret.length >= 8, `${what} is long enough to be looked for`);
  planted.set(what, secret);
  return secret;
}

async function sent<T>(method: string, route: string, body: unknown, status: number): Promise<T> {
  const answer = await box.send(method, route, body);
  assert.is(answer.status, status, `${method} ${route}: ${await answer.clone().text()}`);
  return (await answer.json()) as T;
}

function signedIn(what: string, answer: Response): string {
  const cookie = cookieOf(answer);
  plant(what, cookie.slice(cookie.indexOf('=') + 1));
  return cookie;
}

secrets('comes in at the door', async () => {
  const owner = { name: 'Anna', password: plant('the first password', 'planted: Füchse, Äpfel & Co.') };
  await sent('POST', '/api/claim', { ...owner, code: plant('a wrong claim code', 'ZZZZ-YYYY-XXXX') }, 403);
  const claimed = await box.send('POST', '/api/claim', { ...owner, code: plant('the claim code', box.claimCode!) });
  box.cookie = signedIn('the session of the claim', claimed);
  await sent('POST', '/api/session', { name: 'Anna', password: plant('a wrong password', 'planted: no such password') }, 401);
  await sent(
    'POST',
    '/api/session',
    { name: plant('a password in the field of the name', 'planted: oh dear wrong field'), password: 'x' },
    401,
  );
  const changed = plant('a changed password', 'planted: "quoted" \\ and changed');
  await sent('PUT', '/api/session/password', { old: plant('a wrong old password', 'planted: not the old one'), new: changed }, 403);
  await sent('PUT', '/api/session/password', { old: owner.password, new: changed }, 200);
  signedIn('a session that was ended', await box.send('POST', '/api/session', { name: 'Anna', password: changed }));
  const other = (await box.json<SessionView[]>('/api/sessions')).find(({ isThis }) => !isThis)!;
  await sent('DELETE', `/api/sessions/${other.id}`, {}, 200);
});

secrets('comes in with accounts and tokens', async () => {
  const password = plant('the password of a viewer', 'planted: a viewer looks at it');
  const { id } = await sent<{ id: string }>('POST', '/api/accounts', { name: 'Vera', role: 'viewer', password }, 201);
  await sent(
    'POST',
    '/api/accounts',
    { name: 'Vera', role: 'viewer', password: plant('a refused password', 'planted: there is one') },
    409,
  );
  signedIn('the session of a viewer', await box.send('POST', '/api/session', { name: 'Vera', password }));
  await sent('PATCH', `/api/accounts/${id}`, { password: plant('a reset password', 'planted: reset by the owner') }, 200);
  const made = async () => await sent<NewToken>('POST', '/api/tokens', { name: 'a script', role: 'admin' }, 201);
  plant('an API token', (await made()).secret);
  const revoked = await made();
  plant('a revoked API token', revoked.secret);
  await sent('DELETE', `/api/tokens/${revoked.token.id}`, {}, 200);
});

secrets('comes in with the backups', async () => {
  const passphrase = plant('the first passphrase', 'planted: correct horse 100% battery');
  await sent('POST', '/api/repository', { passphrase: plant('a short passphrase', 'pl4nt!ed') }, 422);
  await sent('POST', '/api/repository', { passphrase }, 201);
  const kit = await sent<KitPage>('POST', '/api/repository/kit', {}, 201);
  plant('the first recovery kit', kit.text);
  plant('the first recovery kit without dashes', kit.groups.join(''));
  const { pending } = await box.json<KitStatus>('/api/repository/kit');
  await sent('POST', '/api/repository/kit/confirm', { groups: pending!.asked.map((index) => kit.groups[index]) }, 200);
  const changed = plant('a changed passphrase', 'planted: paper scissors stone');
  await sent('PUT', '/api/repository/passphrase', { old: plant('a wrong old passphrase', 'planted: never was one'), new: changed }, 403);
  let answer: Response;
  do answer = await box.send('PUT', '/api/repository/passphrase', { old: passphrase, new: changed });
  while (answer.status === 423); // the box saves its own memory just now
  assert.is(answer.status, 200);
  plant('a second recovery kit', (await sent<KitPage>('POST', '/api/repository/kit', { passphrase: changed }, 201)).text);
  assert.is((await box.backUp(files)).state, 'done');
  await box.restart();
  assert.ok(planted.size >= 20, `only ${planted.size} secrets`);
});

secrets('is in no line of the log', () => {
  assert.equal(foundIn('the log', Buffer.from(box.log.join('\n'))), []);
});

secrets('is in no answer of the box, exports and audit included', async () => {
  const { paths } = await box.json<{ paths: Record<string, Record<string, unknown>> }>('/api/openapi.json');
  const asked = Object.keys(paths).filter((route) => 'get' in paths[route]!);
  const snapshot = (await box.latest()).id;
  const job = (await box.json<{ jobs: { id: string }[] }>('/api/jobs')).jobs[0]!.id;
  const found: string[] = [];
  let answered = 0;
  for (const route of asked) {
    const url = route.replace('{id}', route.startsWith('/api/jobs') ? job : snapshot);
    for (const query of ['', '?all=1', '?text=planted', '?path=/']) {
      const answer = await firstOf(url + query);
      if (answer.status === 200) answered++;
      found.push(...foundIn(`${url}${query}`, answer.body, answer.headers));
    }
  }
  assert.equal(found, []);
  assert.ok(answered > asked.length, `${answered} answers to ${asked.length} routes`);
});

secrets('is in no file that the box keeps', async () => {
  await box.stop();
  const found: string[] = [];
  let looked = 0;
  for (const entry of await readdir(box.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    found.push(...foundIn(path.relative(box.folder, file), await readFile(file), entry.name));
    looked++;
  }
  assert.equal(found, []);
  assert.ok(looked > 10, `${looked} files`);
});

secrets('would be found, were it anywhere', () => {
  const secret = planted.get('the first passphrase')!;
  for (const shift of ['', 'x', 'xy']) {
    const bytes = Buffer.from(`${shift}${secret} and more`);
    for (const shown of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex').toUpperCase(),
      encodeURIComponent(bytes.toString()),
    ])
      assert.is(foundIn('a test', Buffer.from(`before ${shown} after`)).length, 1, shown);
  }
  assert.equal(foundIn('a test', Buffer.from(JSON.stringify({ a: planted.get('a changed password') }))), ['a changed password in a test']);
});

secrets.run();

/** What came, or the beginning of what never ends. */
async function firstOf(url: string): Promise<{ status: number; headers: string; body: Buffer }> {
  const enough = new AbortController();
  const answer = await fetch(box.url + url, { headers: { Cookie: box.cookie }, signal: enough.signal });
  const chunks: Uint8Array[] = [];
  const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  for await (const chunk of answer.body!) {
    chunks.push(chunk);
    if (isEndless && Buffer.concat(chunks).includes('data: ')) break;
  }
  enough.abort();
  return { status: answer.status, headers: JSON.stringify([...answer.headers]), body: Buffer.concat(chunks) };
}

/** Names of the secrets that are in there, however they are written. */
function foundIn(where: string, bytes: Buffer, beside = ''): string[] {
  const plain = `${bytes.toString('latin1')}\n${beside}`;
  const lower = plain.toLowerCase();
  const isThere = (secret: string) =>
    exact(secret).some((each) => plain.includes(each)) || regardless(secret).some((each) => lower.includes(each));
  return [...planted].filter(([, secret]) => isThere(secret)).map(([what]) => `${what} in ${where}`);
}

function exact(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // What stands before the secret shifts its base64 by up to two bytes; the ends, which depend on the neighbours, are left off.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, ''),
  );
  const base64 = shifted.map((text, shift) => text.slice([0, 2, 3][shift]!, -2));
  const asUrl = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [bytes.toString('latin1'), JSON.stringify(secret).slice(1, -1), ...base64, ...asUrl];
}

function regardless(secret: string): string[] {
  return [Buffer.from(secret).toString('hex'), encodeURIComponent(secret).toLowerCase()];
}
