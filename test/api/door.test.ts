/** The door by HTTP: the claim, signing in and out, and what a guesser meets. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AuditPage, AuditProof, Door, Problem, SessionView } from '../../src/api/contract/index.ts';
import { ADMIN, cookieOf, TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;

const door = suite('the door');

door.before(async () => {
  box = await TemporaryBox.start({ claim: false });
});

door.after(async () => {
  await box[Symbol.asyncDispose]();
});

async function refused(answer: Response, status: number, code: string): Promise<Problem> {
  const problem = (await answer.json()) as Problem;
  assert.is(problem.code, code);
  assert.is(answer.status, status);
  return problem;
}

door('says that the box has no owner yet, and lets nobody past it', async () => {
  const { isClaimed, me } = await box.json<Door>('/api/door');
  assert.not(isClaimed);
  assert.is(me, null);
  await refused(await box.get('/api/status'), 401, 'session.absent');
});

door('is opened once, by the code that the box shows', async () => {
  await refused(await box.send('POST', '/api/claim', { code: '0000-0000-0000', ...ADMIN }), 403, 'claim.refused');
  const code = box.claimCode!;
  const answers = await Promise.all([1, 2].map(() => box.send('POST', '/api/claim', { code: code.toLowerCase(), ...ADMIN })));
  assert.equal(answers.map(({ status }) => status).sort(), [201, 409]);
  const won = answers.find(({ status }) => status === 201)!;
  assert.match(String(won.headers.get('set-cookie')), /^__Host-holdfast=[\w-]{40,}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  box.cookie = cookieOf(won);
  assert.is((await box.json<Door>('/api/door')).me!.role, 'admin');
  await box.restart();
  assert.is(box.claimCode, undefined);
  assert.is((await box.get('/api/status')).status, 200, 'a session outlives a restart');
});

door('closes behind who signs out', async () => {
  const { cookie } = box;
  const out = await box.send('DELETE', '/api/session', {});
  assert.match(String(out.headers.get('set-cookie')), 'Max-Age=0');
  await refused(await box.get('/api/status', { Cookie: cookie }), 401, 'session.absent');
  await box.signIn();
  assert.not.equal(box.cookie, cookie);
});

door('shows the sessions, and ends one', async () => {
  const other = cookieOf(await box.send('POST', '/api/session', ADMIN));
  const sessions = await box.json<SessionView[]>('/api/sessions');
  assert.is(sessions.filter(({ isThis }) => isThis).length, 1);
  const { id } = sessions.find(({ isThis }) => !isThis)!;
  await box.send('DELETE', `/api/sessions/${id}`, {});
  assert.is((await box.get('/api/status', { Cookie: other })).status, 401);
});

door('keeps preferences, and takes no others', async () => {
  assert.is((await box.send('PATCH', '/api/session/preferences', { language: 'de' })).status, 200);
  assert.is((await box.send('PATCH', '/api/session/preferences', { appearance: 'dark' })).status, 200);
  assert.equal((await box.json<Door>('/api/door')).me!.preferences, { language: 'de', appearance: 'dark' });
  await refused(await box.send('PATCH', '/api/session/preferences', { language: 'xx' }), 400, 'input.invalid');
});

door('changes a password, which ends the sessions elsewhere', async () => {
  const other = cookieOf(await box.send('POST', '/api/session', ADMIN));
  await refused(
    await box.send('PUT', '/api/session/password', { old: 'not this one', new: 'another good password' }),
    403,
    'password.wrong',
  );
  assert.is((await box.send('PUT', '/api/session/password', { old: ADMIN.password, new: 'another good password' })).status, 200);
  assert.is((await box.get('/api/status')).status, 200);
  assert.is((await box.get('/api/status', { Cookie: other })).status, 401);
});

door('makes a guesser wait, also over a restart, and says how long', async () => {
  const guess = () => box.send('POST', '/api/session', { name: ADMIN.name, password: 'a guess' });
  for (let tries = 0; tries < 5; tries++) {
    const answer = await guess();
    if (answer.status === 429) break;
    await refused(answer, 401, 'signin.refused');
  }
  await box.restart();
  const answer = await guess();
  const wait = Number(answer.headers.get('retry-after'));
  const { details } = await refused(answer, 429, 'signin.wait');
  assert.ok(wait > 0 && Math.ceil(Number(details!.seconds)) === wait);
});

door('writes down what was done, in a chain that holds', async () => {
  const { entries } = await box.json<AuditPage>('/api/audit?limit=200');
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of ['claim', 'signin', 'signout'])
    assert.ok(
      [...actions].some((each) => each.startsWith(action)),
      `${action} in ${[...actions]}`,
    );
  const proof = await box.json<AuditProof>('/api/audit/proof');
  assert.ok(proof.isWhole && proof.entries === entries[0]!.seq);
  const lines = (await (await box.get('/api/audit/export')).text()).trimEnd().split('\n');
  assert.is(lines.length, proof.entries);
  assert.not.match(lines.join(), new RegExp(`${ADMIN.password}|another good password|a guess`));
});

door.run();
