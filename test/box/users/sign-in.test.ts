/** Signing in: guessing is hopeless, also over a restart, and tells nothing about who there is. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addressGroup } from '../../../src/box/users/address.ts';
import { Throttle } from '../../../src/box/users/throttle.ts';
import { DAY, FreshBox, from, GOOD, HOUR, MINUTE, removeBoxes } from './fresh-box.ts';

const signingIn = suite('signing in');
signingIn.after(removeBoxes);

signingIn('opens a session, and notes when', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  const { account, token } = await box.users.signIn({ name: ' aNNa ', password: GOOD }, from());
  assert.is(account.lastSignInAt, '2026-11-02T09:00:00.000Z');
  assert.is((await box.users.identify({ session: token }))?.name, 'Anna');
});

signingIn('is refused alike for a wrong password and an unknown name: same text, same work, same waits', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  const outcome = async (name: string, address: string) => {
    box.hashes.length = 0;
    const told: string[] = [];
    for (let tries = 0; tries < 7; tries++) {
      told.push(String(await box.users.signIn({ name, password: 'wrong password' }, from(address)).catch((error) => error)));
      box.now += 1000;
    }
    return { told, hashes: [...box.hashes] };
  };
  const known = await outcome('Anna', '10.0.0.1');
  assert.is(known.hashes.length, 5);
  assert.equal(await outcome('Nobody', '10.0.0.2'), known);
});

signingIn('waits after five tries, twice as long each time, an hour at most, whatever the address, and over a restart', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  for (let tries = 0; tries < 5; tries++) assert.is(await box.tryIn('Anna', 'wrong password', `10.0.0.${tries}`), 'signin.refused');
  const waits: number[] = [];
  for (let tries = 10; tries < 20; tries++) {
    const answer = await box.tryIn('Anna', GOOD, `10.0.0.${tries}`);
    const seconds = Number(/^wait (\d+)$/.exec(answer)?.[1]);
    waits.push(seconds);
    box.now += seconds * 1000 - 1;
    await box.restart();
    assert.is(await box.tryIn('Anna', GOOD, `10.0.1.${tries}`), 'wait 1');
    box.now += 1;
    assert.is(await box.tryIn('Anna', 'wrong password', `10.0.2.${tries}`), 'signin.refused');
  }
  assert.equal(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
});

signingIn('waits for an address too, whatever the account; one IPv6 network is one address', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  for (let tries = 0; tries < 5; tries++) await box.tryIn(`Guess ${tries}`, 'wrong password', `2001:db8:1:2::${tries}`);
  assert.is(await box.tryIn('Anna', GOOD, '2001:db8:1:2:ffff::1'), 'wait 30');
  assert.is(await box.tryIn('Anna', GOOD, '2001:db8:1:3::1'), 'in');
});

signingIn('counts tries made at the same moment like one after the other', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => box.tryIn('Anna', 'wrong password', `10.0.0.${index}`)));
  assert.is(answers.filter((answer) => answer === 'signin.refused').length, 5);
  assert.is(answers.filter((answer) => answer === 'wait 30').length, 35);
});

signingIn('forgets an account’s wrong tries once it succeeds, but not those of the address', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  for (let tries = 0; tries < 4; tries++) await box.tryIn('Anna', 'wrong password', '10.0.0.1');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.1'), 'in');
  assert.is(await box.tryIn('Anna', 'wrong password', '10.0.0.1'), 'signin.refused');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.1'), 'wait 30');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.2'), 'in');
});

signingIn('keeps nobody out of where they have signed in before because somebody elsewhere guesses', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.1'), 'in');
  for (let tries = 0; tries < 5; tries++) await box.tryIn('Anna', 'wrong password', '10.0.0.66');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.67'), 'wait 30');
  for (let tries = 0; tries < 4; tries++) assert.is(await box.tryIn('Anna', 'wrong password', '10.0.0.1'), 'signin.refused');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.1'), 'in');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.67'), 'wait 30');
});

signingIn('counts tries where somebody has signed in before as well', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.1'), 'in');
  for (let tries = 0; tries < 5; tries++) assert.is(await box.tryIn('Anna', 'wrong password', '10.0.0.1'), 'signin.refused');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.1'), 'wait 30');
  assert.is(await box.tryIn('Anna', GOOD, '10.0.0.2'), 'in');
});

signingIn('gives five tries again after 15 quiet minutes, and after a wait only when a day has passed', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  for (let tries = 0; tries < 4; tries++) await box.tryIn('Anna', 'wrong password');
  box.now += 15 * MINUTE + 1;
  for (let tries = 0; tries < 5; tries++) assert.is(await box.tryIn('Anna', 'wrong password'), 'signin.refused');
  box.now += 12 * HOUR;
  assert.is(await box.tryIn('Anna', 'wrong password'), 'signin.refused');
  assert.is(await box.tryIn('Anna', GOOD), 'wait 60');
  box.now += DAY + 2 * MINUTE;
  for (let tries = 0; tries < 4; tries++) assert.is(await box.tryIn('Anna', 'wrong password'), 'signin.refused');
  assert.is(await box.tryIn('Anna', GOOD), 'in');
});

signingIn('does not count what the box itself could not do', async () => {
  const box = await FreshBox.make();
  const throttle = new Throttle(box.catalog, () => box.now);
  for (let tries = 0; tries < 8; tries++) {
    const attempt = await throttle.begin('account anna', '10.0.0.1');
    const failure = await attempt.unlessItFails(() => Promise.reject(new Error('no memory'))).catch((error: Error) => error.message);
    assert.is(failure, 'no memory');
  }
  assert.equal(await box.catalog.all('SELECT * FROM tries'), []);
});

signingIn('makes nobody wait longer because the clock was set back', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  box.now += 3650 * DAY;
  for (let tries = 0; tries < 5; tries++) await box.tryIn('Anna', 'wrong password');
  box.now -= 3650 * DAY;
  assert.is(await box.tryIn('Anna', GOOD), 'wait 30');
  box.now += 30_000;
  assert.is(await box.tryIn('Anna', GOOD), 'in');
});

signingIn('sweeps away tries that are forgotten', async () => {
  const box = await FreshBox.make();
  await box.tryIn('Nobody', 'wrong password');
  await box.users.sweep();
  assert.is((await box.catalog.all('SELECT * FROM tries')).length, 2);
  box.now += DAY + 1;
  await box.users.sweep();
  assert.equal(await box.catalog.all('SELECT * FROM tries'), []);
});

signingIn('hashes the password anew when the parameters have changed', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  await box.restart({ memoryKiB: 16, passes: 1, lanes: 1 });
  box.hashes.length = 0;
  assert.is(await box.tryIn('Anna', GOOD), 'in');
  assert.is(await box.tryIn('Anna', GOOD), 'in');
  assert.equal(box.hashes, [8, 16, 16]);
});

signingIn('writes no name into the audit that is nobody’s: it may be a password in the wrong field', async () => {
  const box = await FreshBox.make();
  await box.add('Anna');
  await box.tryIn('my secret password', 'Anna');
  await box.tryIn('anna', 'wrong password');
  const [known, unknown] = await box.users.audit.list();
  assert.equal([known?.action, known?.outcome, known?.about], ['signin', 'refused', 'Anna']);
  assert.equal([unknown?.action, unknown?.outcome, unknown?.about], ['signin', 'refused', null]);
  const rows = JSON.stringify(await box.catalog.all('SELECT * FROM audit, tries'));
  assert.not.match(rows, 'secret password');
});

signingIn('takes an IPv4 address in IPv6 clothes for the same host', () => {
  assert.is(addressGroup('192.168.1.10'), '192.168.1.10');
  assert.is(addressGroup('::ffff:192.168.1.10'), '192.168.1.10');
  assert.is(addressGroup('::FFFF:c0a8:10a'), '192.168.1.10');
  assert.is(addressGroup('2001:DB8::1'), '2001:db8:0:0::/64');
  assert.is(addressGroup('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.is(addressGroup('::1'), '0:0:0:0::/64');
  assert.is(addressGroup('garbage'), 'unknown');
});

signingIn.run();
