/** Claiming a new box: one code, one admin, once. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FreshBox, from, GOOD, refused, removeBoxes } from './fresh-box.ts';

const claiming = suite('claiming a box');
claiming.after(removeBoxes);

const anna = { name: 'Anna', password: GOOD };

claiming('makes the first admin, signs them in, and is closed for good', async () => {
  const box = await FreshBox.make();
  const code = (await box.users.claim.code())!;
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  const { account, token } = await box.users.claim.claim(code, anna, from());
  assert.equal([account.name, account.role], ['Anna', 'admin']);
  assert.equal(await box.users.accounts.get(account.id), account);
  assert.is((await box.users.identify({ session: token }))?.role, 'admin');
  assert.is(await box.users.claim.code(), undefined);
  await refused(box.users.claim.claim(code, { ...anna, name: 'Ben' }, from()), 'claim.closed');
  await box.restart();
  assert.is(await box.users.claim.code(), undefined);
  await refused(box.users.claim.claim(code, { ...anna, name: 'Ben' }, from()), 'claim.closed');
  assert.is(await box.tryIn('Anna', GOOD), 'in');
});

claiming('forgives case, spaces, dashes, and digits read as letters', async () => {
  const box = await FreshBox.make();
  const code = (await box.users.claim.code())!;
  const typed = ` ${code.toLowerCase().replaceAll('-', ' – ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
  await box.users.claim.claim(typed, anna, from());
});

claiming('is won by one of many who try at the same moment', async () => {
  const box = await FreshBox.make();
  const code = (await box.users.claim.code())!;
  const race = Array.from({ length: 8 }, (_, index) =>
    box.users.claim.claim(code, { name: `Racer ${index}`, password: GOOD }, from(`10.0.0.${index}`)),
  );
  const outcomes = await Promise.allSettled(race);
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code);
  assert.equal(lost, new Array(7).fill('claim.closed'));
  assert.is((await box.users.accounts.list()).length, 1);
});

claiming('shows a new code at each start, and takes none of before', async () => {
  const box = await FreshBox.make();
  const before = (await box.users.claim.code())!;
  await box.restart();
  assert.is.not(await box.users.claim.code(), before);
  await refused(box.users.claim.claim(before, anna, from()), 'claim.refused');
});

claiming('limits guesses by address, over a restart, and leaves the owner the door open', async () => {
  const box = await FreshBox.make();
  for (let tries = 0; tries < 5; tries++)
    await refused(box.users.claim.claim(`0000-0000-000${tries}`, anna, from('10.0.0.9')), 'claim.refused');
  await box.restart();
  const code = (await box.users.claim.code())!;
  await refused(box.users.claim.claim(code, anna, from('10.0.0.9')), 'signin.wait');
  await box.users.claim.claim(code, anna, from('10.0.0.1'));
});

claiming('says what is wrong with a name or a password before it counts a guess', async () => {
  const box = await FreshBox.make();
  const code = (await box.users.claim.code())!;
  for (let tries = 0; tries < 6; tries++)
    await refused(box.users.claim.claim(code, { ...anna, password: 'short' }, from()), 'password.weak');
  await refused(box.users.claim.claim(code, { ...anna, name: '\u200b' }, from()), 'account.name');
  await box.users.claim.claim(code, anna, from());
});

claiming('leaves the code nowhere in the catalog', async () => {
  const box = await FreshBox.make();
  const code = (await box.users.claim.code())!;
  await refused(box.users.claim.claim('1111-1111-1111', anna, from()), 'claim.refused');
  await box.users.claim.claim(code, anna, from());
  const all = JSON.stringify([await box.users.audit.list(), await box.catalog.all('SELECT * FROM tries, accounts')]);
  assert.not.match(all, code);
});

claiming.run();
