/** Accounts: names people can tell apart, passwords worth the name, and always an admin. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BOX, can } from '../../../src/box/users/index.ts';
import { accountName } from '../../../src/box/users/names.ts';
import { requireGoodPassword } from '../../../src/box/users/password-rules.ts';
import { Passwords } from '../../../src/box/users/passwords.ts';
import { fromPhc, toPhc } from '../../../src/box/users/phc.ts';
import { FreshBox, from, GOOD, refused, removeBoxes } from './fresh-box.ts';

const accounts = suite('accounts');
accounts.after(removeBoxes);

accounts('keep the last admin: neither removed nor made less, also by two at the same moment', async () => {
  const box = await FreshBox.make();
  const [anna, ben] = [await box.add('Anna'), await box.add('Ben')];
  await box.add('Cleo', 'operator');
  const both = await Promise.allSettled([box.users.accounts.remove(anna, BOX), box.users.accounts.setRole(ben, 'viewer', BOX)]);
  assert.equal(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  await refused(box.users.accounts.setRole(ben, 'operator', BOX), 'account.last-admin');
  await refused(box.users.accounts.remove(ben, BOX), 'account.last-admin');
  assert.equal(
    (await box.users.accounts.list()).map(({ name, role }) => `${name} ${role}`),
    ['Ben admin', 'Cleo operator'],
  );
});

accounts('lose their sessions and tokens when they are removed, their sessions when their role changes', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  const ben = await box.add('Ben', 'admin');
  const first = await box.users.signIn({ name: 'Ben', password: GOOD }, from());
  const { secret } = await box.users.tokens.add({ accountId: ben, name: 'nightly', role: 'admin' }, BOX);
  await box.users.accounts.setRole(ben, 'operator', BOX);
  assert.is(await box.users.identify({ session: first.token }), undefined);
  assert.is((await box.users.identify({ token: secret }))?.role, 'operator');
  const second = await box.users.signIn({ name: 'Ben', password: GOOD }, from());
  await box.users.accounts.remove(ben, BOX);
  assert.is(await box.users.identify({ session: second.token }), undefined);
  assert.is(await box.users.identify({ token: secret }), undefined);
  assert.is(await box.tryIn('Ben', GOOD), 'signin.refused');
  await refused(box.users.accounts.get(ben), 'account.unknown');
});

accounts('change their own password with the old one, and keep only the session they sit at', async () => {
  const box = await FreshBox.make();
  const anna = await box.add('Anna');
  const here = await box.users.signIn({ name: 'Anna', password: GOOD }, from());
  const there = await box.users.signIn({ name: 'Anna', password: GOOD }, from());
  const change = { old: GOOD, password: 'a much better one', keep: here.sessionId };
  await refused(box.users.changePassword(anna, { ...change, old: 'wrong password' }, BOX), 'password.wrong');
  assert.ok(await box.users.identify({ session: there.token }));
  await box.users.changePassword(anna, change, BOX);
  assert.ok(await box.users.identify({ session: here.token }));
  assert.is(await box.users.identify({ session: there.token }), undefined);
  assert.is(await box.tryIn('Anna', GOOD), 'signin.refused');
  assert.is(await box.tryIn('Anna', 'a much better one'), 'in');
});

accounts('cannot be guessed through a stolen session, which shuts the owner out of nothing', async () => {
  const box = await FreshBox.make();
  const anna = await box.add('Anna');
  const change = { old: 'wrong password', password: 'a much better one' };
  for (let tries = 0; tries < 5; tries++) await refused(box.users.changePassword(anna, change, BOX), 'password.wrong');
  await refused(box.users.changePassword(anna, { ...change, old: GOOD }, BOX), 'signin.wait');
  assert.is(await box.tryIn('Anna', GOOD), 'in');
});

accounts('get a new password from an admin, and all their sessions end', async () => {
  const box = await FreshBox.make();
  const anna = await box.add('Anna');
  const { token } = await box.users.signIn({ name: 'Anna', password: GOOD }, from());
  await refused(box.users.resetPassword(anna, 'short', BOX), 'password.weak');
  await box.users.resetPassword(anna, 'a much better one', BOX);
  assert.is(await box.users.identify({ session: token }), undefined);
  assert.is(await box.tryIn('Anna', 'a much better one'), 'in');
});

accounts('have names that differ in more than case, width, spaces and composition', async () => {
  const box = await FreshBox.make();
  const id = await box.add('Anna Groß');
  for (const same of ['anna groß', 'ANNA  GROSS', ' Anna\u00a0Gross ', 'Ａnna Groß']) {
    await refused(box.users.add({ name: same, password: GOOD, role: 'viewer' }, BOX), 'account.exists');
    assert.is((await box.users.accounts.byName(same))?.id, id);
  }
  const ben = await box.add('Ben');
  await refused(box.users.accounts.rename(ben, 'anna gross', BOX), 'account.exists');
  assert.is((await box.users.accounts.rename(ben, ' BEN ', BOX)).name, 'BEN');
  assert.is((await box.users.accounts.byName('ben'))?.id, ben);
});

accounts('take names of all languages, and none that hide what they are', () => {
  for (const name of [
    'Zoë',
    'Łukasz',
    '김민수',
    'สมชาย',
    'محمد',
    "O'Brien & Söhne",
    '<b>Bob</b>',
    '../../etc',
    "'; DROP TABLE accounts;--",
    '🦊',
  ])
    assert.is(accountName(name).shown, name);
  assert.is(accountName('  Zoe\u0308   K. ').shown, 'Zoë K.');
  const hidden = [
    '',
    '   ',
    '\u200b',
    'a\u202eb',
    'a\0b',
    'a\nb',
    'a\u0000',
    '\ufeffx\u2060y',
    '\u3164',
    '\ud800',
    '\u0301a',
    `a${'\u0301\u0302'.repeat(9)}`,
  ];
  for (const name of [...hidden, 'x'.repeat(65), 'a\u2028b', 'x\u{e0041}'])
    assert.throws(
      () => accountName(name),
      (error: { code?: string }) => error.code === 'account.name',
      JSON.stringify(name),
    );
});

accounts('refuse passwords that are short, tried first, or the name', () => {
  const weak = [
    '',
    'short',
    '123456789',
    '1234567890',
    'Password123',
    'QWERTZUIOP',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    '23456789012',
    'lkjihgfedcba',
  ];
  for (const password of [...weak, 'Annabella2', 'ANNABELLA.annabella', 'x'.repeat(1001)])
    assert.throws(
      () => requireGoodPassword(password, 'annabella'),
      (error: { code?: string }) => error.code === 'password.weak',
      password,
    );
  for (const password of [
    GOOD,
    'vier Wörter sind genug',
    '\u{1f98a}\u{1f98b}\u{1f427}\u{1f422}\u{1f40d}\u{1f41d}\u{1f42c}\u{1f433}\u{1f433}\u{1f42c}',
  ])
    requireGoodPassword(password, 'annabella');
  requireGoodPassword('Ananas und Banane', 'A');
});

accounts('keep what a person likes, and not what is too much', async () => {
  const box = await FreshBox.make();
  const anna = await box.add('Anna');
  await box.users.accounts.setPreferences(anna, { language: 'de', appearance: 'dark' });
  await refused(box.users.accounts.setPreferences(anna, { language: 'x'.repeat(5000) }), 'input.invalid');
  await refused(box.users.accounts.setPreferences('nobody', {}), 'account.unknown');
  assert.equal((await box.users.accounts.get(anna)).preferences, { language: 'de', appearance: 'dark' });
});

accounts('are ordered by role', () => {
  assert.ok(can('admin', 'viewer') && can('operator', 'operator') && can('admin', 'admin'));
  assert.not(can('viewer', 'operator') || can('operator', 'admin'));
});

accounts('have their passwords hashed two at a time, and no endless queue', async () => {
  let [running, most] = [0, 0];
  const { promise: open, resolve: release } = Promise.withResolvers<void>();
  const passwords = new Passwords({
    derive: async () => {
      most = Math.max(most, ++running);
      await open;
      running--;
      return new Uint8Array(32);
    },
  });
  const asked = Array.from({ length: 60 }, () =>
    passwords.hash(GOOD).then(
      () => 'hashed',
      (error) => error.code,
    ),
  );
  release();
  const answers = await Promise.all(asked);
  assert.is(most, 2);
  assert.is(answers.filter((answer) => answer === 'hashed').length, 52);
  assert.is(answers.filter((answer) => answer === 'signin.wait').length, 8);
});

accounts('have passwords of argon2id with OWASP’s parameters, each with its own salt', async () => {
  const passwords = new Passwords();
  const [one, other] = await Promise.all([passwords.hash('pass\u00e9word long'), passwords.hash('pass\u00e9word long')]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.is.not(one, other);
  assert.ok(await passwords.matches('passe\u0301word long', one));
  assert.not(await passwords.matches('password long', one));
  assert.is(toPhc(fromPhc(one)!), one);
});

accounts('have passwords that the reference program of argon2 agrees with', async () => {
  // From the tests of the reference program, phc-winner-argon2, test.c: "password" with the salt "somesalt".
  const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.ok(await new Passwords().matches('password', phc));
  assert.ok(new Passwords().isOutdated(phc));
});

accounts.run();
