/** What is changed by HTTP, in the audit: by whom, and how it ended. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AuditEntry, AuditPage } from '../../src/api/contract/index.ts';
import { ADMIN, cookieOf, TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let viewer: string;

const audit = suite('the audit');

audit.before(async () => {
  box = await TemporaryBox.start();
  await box.send('POST', '/api/accounts', { name: 'Vera', role: 'viewer', password: 'a password of a viewer' });
  viewer = cookieOf(await box.send('POST', '/api/session', { name: 'Vera', password: 'a password of a viewer' }));
});

audit.after(async () => {
  await box[Symbol.asyncDispose]();
});

async function entriesOf(action: string): Promise<AuditEntry[]> {
  return (await box.json<AuditPage>('/api/audit')).entries.filter((each) => each.action === action);
}

/** Changes that no one would ever look up, and those of which box/users enters all, refusals too. */
const WITHOUT = [
  'PATCH /api/session/preferences',
  'POST /api/claim',
  'POST /api/session',
  'DELETE /api/session',
  'PUT /api/session/password',
];

audit('is told of every route that changes something', async () => {
  const { paths } = await box.json<{ paths: Record<string, Record<string, { 'x-audit'?: string }>> }>('/api/openapi.json');
  const silent = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      method === 'get' || operation['x-audit'] !== undefined ? [] : [`${method.toUpperCase()} ${path}`],
    ),
  );
  assert.equal(silent.sort(), [...WITHOUT].sort());
});

audit('holds what was done once, with who did it and from where', async () => {
  const [added, ...others] = await entriesOf('user.added');
  assert.equal(others, []);
  assert.is(added!.who, ADMIN.name);
  assert.is(added!.via, 'session');
  assert.match(added!.address!, '127.0.0.1');
  assert.is(added!.outcome, 'done');
});

audit('holds what a role was too low for', async () => {
  const owner = box.cookie;
  box.cookie = viewer;
  assert.is((await box.send('POST', '/api/accounts', { name: 'Eve', role: 'admin', password: 'a password of an intruder' })).status, 403);
  box.cookie = owner;
  const [refused] = await entriesOf('user.added');
  assert.is(refused!.who, 'Vera');
  assert.is(refused!.outcome, 'refused');
  assert.equal(refused!.details, { code: 'role.insufficient' });
});

audit('holds what was refused for another reason, but not what makes no sense', async () => {
  await box.send('DELETE', '/api/accounts/nobody', {});
  await box.send('POST', '/api/accounts', { frob: true });
  const [refused] = await entriesOf('user.removed');
  assert.is(refused!.about, 'nobody');
  assert.equal(refused!.details, { code: 'account.unknown' });
  assert.is((await entriesOf('user.added')).length, 2);
});

audit('holds nothing of who is not signed in, who could fill the disk with it', async () => {
  const before = (await box.json<AuditPage>('/api/audit')).entries.length;
  await box.send('POST', '/api/accounts', {});
  const owner = box.cookie;
  box.cookie = '';
  await box.send('POST', '/api/accounts', { name: 'Eve', role: 'admin', password: 'a password of an intruder' });
  box.cookie = owner;
  assert.is((await box.json<AuditPage>('/api/audit')).entries.length, before);
});

audit.run();
