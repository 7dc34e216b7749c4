/** Sessions and API tokens: how long they live, who sees and ends them, and that the catalog is of no use to a thief. */
import { rmSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { actorOf, BOX } from '../../../src/box/users/index.ts';
import { DAY, FreshBox, from, GOOD, HOUR, MINUTE, refused, removeBoxes } from './fresh-box.ts';

const sessions = suite('sessions and tokens');
sessions.after(removeBoxes);

async function withAnna() {
  const box = await FreshBox.make();
  const anna = await box.add('Anna');
  const enter = (address?: string) => box.users.signIn({ name: 'Anna', password: GOOD }, from(address));
  const isIn = async (token: string) => (await box.users.identify({ session: token })) !== undefined;
  return { box, anna, enter, isIn };
}

sessions('end 30 minutes after their last use', async () => {
  const { box, enter, isIn } = await withAnna();
  const { token } = await enter();
  for (let uses = 0; uses < 5; uses++) {
    box.now += 30 * MINUTE - 1;
    assert.ok(await isIn(token));
  }
  box.now += 30 * MINUTE;
  assert.not(await isIn(token));
});

sessions('end 12 hours after they were opened, however much they are used, and over a restart', async () => {
  const { box, enter, isIn } = await withAnna();
  const { token } = await enter();
  for (let uses = 0; uses < 47; uses++) {
    box.now += 15 * MINUTE;
    assert.ok(await isIn(token));
  }
  const [last] = await box.users.sessions.list();
  assert.is(last?.expiresAt, '2026-11-02T21:00:00.000Z');
  await box.restart();
  assert.ok(await isIn(token));
  box.now += 15 * MINUTE;
  assert.not(await isIn(token));
});

sessions('end when the clock says they are of the future', async () => {
  const { box, enter, isIn } = await withAnna();
  const { token } = await enter();
  box.now -= DAY;
  assert.not(await isIn(token));
});

sessions('write their last use once a minute at most', async () => {
  const { box, enter, isIn } = await withAnna();
  const { token } = await enter();
  const used = async () => (await box.users.sessions.list())[0]?.usedAt;
  box.now += MINUTE - 1;
  assert.ok(await isIn(token));
  assert.is(await used(), '2026-11-02T09:00:00.000Z');
  box.now += 1;
  assert.ok(await isIn(token));
  assert.is(await used(), '2026-11-02T09:01:00.000Z');
});

sessions('are listed with where they came from, and ended one by one, all others, or by signing out', async () => {
  const { box, anna, enter, isIn } = await withAnna();
  const ben = await box.add('Ben', 'viewer');
  const [one, two, three] = [await enter('10.0.0.1'), await enter('10.0.0.2'), await enter('10.0.0.3')];
  const his = await box.users.signIn({ name: 'Ben', password: GOOD }, { address: '10.0.0.4', userAgent: `\u202e${'x'.repeat(999)}` });
  assert.is((await box.users.sessions.list()).length, 4);
  assert.equal(new Set((await box.users.sessions.list(anna)).map(({ address }) => address)), new Set(['10.0.0.1', '10.0.0.2', '10.0.0.3']));
  const [hisOwn] = await box.users.sessions.list(ben);
  assert.is(hisOwn?.userAgent, ` ${'x'.repeat(199)}`);

  const by = actorOf((await box.users.identify({ session: one.token }))!, '10.0.0.1');
  await refused(box.users.sessions.revoke(his.sessionId, by, { of: anna }), 'session.unknown');
  await box.users.sessions.revoke(three.sessionId, by, { of: anna });
  assert.not(await isIn(three.token));
  assert.is(await box.users.sessions.revokeOthers(anna, one.sessionId, by), 1);
  assert.equal([await isIn(one.token), await isIn(two.token), await isIn(his.token)], [true, false, true]);
  await box.users.sessions.signOut(one.token, by);
  assert.not(await isIn(one.token));
  assert.equal(
    (await box.users.audit.list({ limit: 3 })).map(({ action, who }) => `${action} ${who}`),
    ['signout Anna', 'session.others-ended Anna', 'session.ended Anna'],
  );
});

sessions('are swept away when they are over', async () => {
  const { box, enter } = await withAnna();
  await enter();
  box.now += 20 * MINUTE;
  await enter();
  box.now += 15 * MINUTE;
  await box.users.sweep();
  assert.is((await box.catalog.all('SELECT * FROM sessions')).length, 1);
});

sessions('all end when the catalog was brought back from its copy: some may have been ended since', async () => {
  const { box, enter, isIn } = await withAnna();
  const { token } = await enter();
  await box.catalog.saveCopy();
  await box.catalog.close();
  rmSync(box.catalog.file);
  await box.open();
  assert.not(await isIn(token));
  assert.is((await box.users.audit.list({ limit: 1 }))[0]?.action, 'catalog.from-copy');
  assert.is((await box.users.audit.verify()).kind, 'whole');
  assert.ok(await isIn((await enter()).token));
});

sessions('are not opened by what is in the catalog, nor by anything made up', async () => {
  const { box, anna, enter, isIn } = await withAnna();
  const { token, sessionId } = await enter();
  const { secret, token: made } = await box.users.tokens.add({ accountId: anna, name: 'nightly', role: 'viewer' }, BOX);
  const rows = await box.catalog.all<{ token_hash: Uint8Array }>('SELECT token_hash FROM sessions UNION SELECT token_hash FROM api_tokens');
  const stolen = rows.flatMap(({ token_hash }) => [Buffer.from(token_hash).toString('base64url'), Buffer.from(token_hash).toString('hex')]);
  for (const guess of [...stolen, sessionId, made.id, '', secret, token.slice(1), `${token}x`, '\0', "' OR 1=1 --"])
    assert.not(await isIn(guess), guess);
  for (const guess of [...stolen, token, made.id, '', secret.slice(0, -1), 'hf_'])
    assert.is(await box.users.identify({ token: guess }), undefined);
  const everything = JSON.stringify(await box.catalog.all('SELECT * FROM sessions, api_tokens, accounts, audit'));
  for (const planted of [token, secret, GOOD]) assert.not.match(everything, planted);
});

sessions(
  'have tokens for scripts beside them: shown once, of a role no higher than the account’s, until they expire or are revoked',
  async () => {
    const { box, anna } = await withAnna();
    const ben = await box.add('Ben', 'operator');
    await refused(box.users.tokens.add({ accountId: ben, name: 'x', role: 'admin' }, BOX), 'token.role');
    await refused(box.users.tokens.add({ accountId: ben, name: '\u200b', role: 'viewer' }, BOX), 'token.name');
    await refused(box.users.tokens.add({ accountId: ben, name: 'x', role: 'viewer', expiresAt: new Date(box.now) }, BOX), 'input.invalid');
    await refused(
      box.users.tokens.add({ accountId: ben, name: 'x', role: 'viewer', expiresAt: new Date(Number.NaN) }, BOX),
      'input.invalid',
    );
    const lasting = await box.users.tokens.add({ accountId: ben, name: 'metrics', role: 'viewer' }, BOX);
    const short = await box.users.tokens.add({ accountId: ben, name: 'once', role: 'operator', expiresAt: new Date(box.now + HOUR) }, BOX);
    assert.match(lasting.secret, /^hf_[0-9A-Za-z]{49}$/);
    assert.equal(await box.users.identify({ token: short.secret }), {
      kind: 'token',
      id: short.token.id,
      accountId: ben,
      name: 'Ben',
      role: 'operator',
    });
    box.now += HOUR;
    assert.is(await box.users.identify({ token: short.secret }), undefined);
    assert.is((await box.users.identify({ token: lasting.secret }))?.role, 'viewer');
    assert.equal((await box.users.tokens.list(ben)).map(({ name, usedAt }) => [name, usedAt]).sort(), [
      ['metrics', '2026-11-02T10:00:00.000Z'],
      ['once', '2026-11-02T09:00:00.000Z'],
    ]);
    await refused(box.users.tokens.revoke(lasting.token.id, BOX, { of: anna }), 'token.unknown');
    await box.users.tokens.revoke(lasting.token.id, BOX, { of: ben });
    assert.is(await box.users.identify({ token: lasting.secret }), undefined);
  },
);

sessions('tell a typing error in a token without looking it up', async () => {
  const { box, anna } = await withAnna();
  const { secret } = await box.users.tokens.add({ accountId: anna, name: 'x', role: 'viewer' }, BOX);
  await box.catalog.close();
  const typo = secret.slice(0, 9) + (secret[9] === 'a' ? 'b' : 'a') + secret.slice(10);
  assert.is(await box.users.identify({ token: typo }), undefined);
});

sessions.run();
