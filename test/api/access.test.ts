/** Who may ask what: every route by every role, generated from the box's own description. */
import { request } from 'node:http';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Problem } from '../../src/api/contract/index.ts';
import { cookieOf, TemporaryBox } from './temporary-box.ts';

const ROLES = ['viewer', 'operator', 'admin'] as const;
type Asker = 'nobody' | (typeof ROLES)[number];

interface Asked {
  readonly method: string;
  readonly route: string;
  readonly access: 'anyone' | (typeof ROLES)[number];
}

let box: TemporaryBox;
let asked: Asked[];
const cookies: Record<Asker, string> = { nobody: '', viewer: '', operator: '', admin: '' };

const access = suite('a route');

access.before(async () => {
  box = await TemporaryBox.start();
  cookies.admin = box.cookie;
  for (const role of ['viewer', 'operator'] as const) {
    await box.send('POST', '/api/accounts', { name: role, role, password: `a password of a ${role}` });
    cookies[role] = cookieOf(await box.send('POST', '/api/session', { name: role, password: `a password of a ${role}` }));
  }
  const { paths } = await box.json<{ paths: Record<string, Record<string, { 'x-access': Asked['access'] }>> }>('/api/openapi.json');
  asked = Object.entries(paths).flatMap(([route, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), route, access: operation['x-access'] })),
  );
});

access.after(async () => {
  await box[Symbol.asyncDispose]();
});

/** Asks with ids that name nothing and a body that says nothing, so that what is let in changes nothing. */
async function ask({ method, route }: Asked, who: Asker): Promise<{ status: number; code: string }> {
  const url = box.url + route.replace(/\{id\}/g, 'f'.repeat(64)).replace(/\{\w+\}/g, 'nothing');
  const headers = { Cookie: cookies[who], 'Content-Type': 'application/json' };
  const left = new AbortController();
  const answer = await fetch(url, { method, headers, signal: left.signal, ...(method === 'GET' ? {} : { body: '{"no such field":1}' }) });
  const isProblem = answer.headers.get('content-type') === 'application/problem+json';
  const { code } = isProblem ? ((await answer.json()) as Problem) : { code: '' };
  left.abort(); // events never end by themselves
  return { status: answer.status, code };
}

const ENDS_SESSIONS = new Set(['DELETE /api/session']);

access('lets in whom it says, and nobody else: all routes by all roles', async () => {
  assert.ok(asked.length > 20);
  for (const each of asked.filter(({ method, route }) => !ENDS_SESSIONS.has(`${method} ${route}`))) {
    for (const who of ['nobody', ...ROLES] as const) {
      const { status, code } = await ask(each, who);
      const what = `${each.method} ${each.route} by ${who}: ${status} ${code}`;
      const isLetIn = each.access === 'anyone' || (who !== 'nobody' && ROLES.indexOf(who) >= ROLES.indexOf(each.access));
      if (isLetIn) assert.ok(code !== 'session.absent' && !(code === 'role.insufficient' && each.access === who), what);
      else assert.is(code, who === 'nobody' ? 'session.absent' : 'role.insufficient', what);
    }
  }
});

access('is open to nobody in particular only where that is meant', () => {
  const open = asked.filter((each) => each.access === 'anyone').map(({ method, route }) => `${method} ${route}`);
  assert.equal(open.sort(), [
    'GET /api/certificate',
    'GET /api/certificate/ca.crt',
    'GET /api/door',
    'GET /api/health',
    'GET /api/openapi.json',
    'POST /api/claim',
    'POST /api/session',
  ]);
});

access('changes nothing by GET, and takes no change that is not JSON, from anybody', async () => {
  for (const { method, route } of asked.filter((each) => each.method !== 'GET')) {
    const url = box.url + route.replace(/\{\w+\}/g, 'f'.repeat(64));
    const answer = await fetch(url, { method, headers: { Cookie: cookies.admin, 'Content-Type': 'text/plain' }, body: '{}' });
    assert.is(answer.status, 415, `${method} ${route}`);
  }
});

access('takes an API token, with the role that it was made with', async () => {
  const made = await box.send('POST', '/api/tokens', { name: 'a script', role: 'viewer' });
  const { secret, token } = (await made.json()) as { secret: string; token: { id: string } };
  const by = { Cookie: '', Authorization: `Bearer ${secret}` };
  assert.is((await box.get('/api/status', by)).status, 200);
  assert.is((await box.get('/api/folders', by)).status, 403);
  assert.is((await box.get('/api/status', { Cookie: '', Authorization: 'Bearer hf_nonsense' })).status, 401);
  await box.send('DELETE', `/api/tokens/${token.id}`, {});
  assert.is((await box.get('/api/status', by)).status, 401);
});

access('is asked over the box’s own socket by whoever may open it', async () => {
  const ask = request({ socketPath: path.join(box.folder, 'box.sock'), path: '/api/session', headers: { Host: 'box' } });
  const answer = new Promise<string>((resolve, reject) => {
    ask.on('response', async (response) => resolve(Buffer.concat(await response.toArray()).toString()));
    ask.on('error', reject);
  });
  ask.end();
  assert.equal(JSON.parse(await answer), { name: 'console', role: 'admin', by: 'socket', preferences: {} });
});

access.run();
