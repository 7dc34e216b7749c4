/** The audit: only added to, and whatever is done to it behind its back is found. */
import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BOX, canonicalJson } from '../../../src/box/users/index.ts';
import { FreshBox, removeBoxes } from './fresh-box.ts';

const audits = suite('the audit');
audits.after(removeBoxes);

const anna = { who: 'Anna', via: 'session', address: '10.0.0.1' } as const;
const UNLOCK = ['audit_in_order', 'audit_unchanged', 'audit_kept'];

async function withEntries(count = 5) {
  const box = await FreshBox.make();
  for (let index = 1; index <= count; index++) await box.users.audit.add(anna, { action: 'backup.started', about: `folder ${index}` });
  const unlock = async () => {
    for (const trigger of UNLOCK) await box.catalog.run(`DROP TRIGGER ${trigger}`);
  };
  return { box, audit: box.users.audit, unlock };
}

audits('refuses to change, remove, replace or insert in between', async () => {
  const { box, audit } = await withEntries();
  for (const sql of [
    "UPDATE audit SET who = 'Ben' WHERE seq = 3",
    'DELETE FROM audit WHERE seq = 5',
    'DELETE FROM audit',
    'INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 3',
    'INSERT OR REPLACE INTO audit SELECT seq + 7, at, who, via, address, action, about, outcome, details, previous, hash FROM audit WHERE seq = 3',
    'INSERT INTO audit SELECT NULL, at, who, via, address, action, about, outcome, details, previous, hash FROM audit WHERE seq = 3',
  ]) {
    const failure = await box.catalog.run(sql).then(
      () => 'done',
      (error: Error) => error.message,
    );
    assert.match(failure, 'only added to', sql);
  }
  assert.is((await audit.verify()).kind, 'whole');
});

for (const [what, sql, broken] of [
  ['a changed name', "UPDATE audit SET who = 'Ben' WHERE seq = 3", { seq: 3, why: 'changed' }],
  ['a changed time', "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 1", { seq: 1, why: 'changed' }],
  ['details that were changed', 'UPDATE audit SET details = \'{"a":1}\' WHERE seq = 2', { seq: 2, why: 'changed' }],
  ['details that are no JSON', "UPDATE audit SET details = 'x' WHERE seq = 2", { seq: 2, why: 'changed' }],
  ['details written another way', "UPDATE audit SET details = '{ }' WHERE seq = 2", { seq: 2, why: 'changed' }],
  ['a changed hash', 'UPDATE audit SET hash = zeroblob(32) WHERE seq = 5', { seq: 5, why: 'changed' }],
  ['an entry taken out of the middle', 'DELETE FROM audit WHERE seq = 3', { seq: 3, why: 'missing' }],
  ['the first entry taken away', 'DELETE FROM audit WHERE seq = 1', { seq: 1, why: 'missing' }],
  ['a hole that was closed', 'DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3', { seq: 3, why: 'changed' }],
] as const) {
  audits(`finds ${what}`, async () => {
    const { box, audit, unlock } = await withEntries();
    await unlock();
    for (const statement of sql.split('; ')) await box.catalog.run(statement);
    assert.equal(await audit.verify(), { kind: 'broken', ...broken });
  });
}

audits('finds an end that was cut off, or written anew, by a head that was noted before', async () => {
  const { box, audit, unlock } = await withEntries();
  const head = await audit.head();
  assert.equal(await audit.verify(head), { kind: 'whole', entries: 5, head });
  await unlock();
  await box.catalog.run('DELETE FROM audit WHERE seq > 3');
  assert.is((await audit.verify()).kind, 'whole');
  assert.equal(await audit.verify(head), { kind: 'broken', seq: 4, why: 'missing' });
  for (const about of ['other', 'story', 'told']) await audit.add(anna, { action: 'backup.started', about });
  assert.is((await audit.verify()).kind, 'whole');
  assert.equal(await audit.verify(head), { kind: 'broken', seq: 5, why: 'changed' });
});

audits('is a chain also of entries added at the same moment, more than are read at once, and goes on after a restart', async () => {
  const { box, audit } = await withEntries(0);
  assert.is((await audit.verify()).kind, 'whole');
  await box.catalog.transaction(async (sql) => {
    for (let index = 0; index < 490; index++) await audit.add(BOX, { action: 'sweep', details: { index } }, sql);
  });
  await Promise.all(Array.from({ length: 20 }, (_, index) => audit.add(BOX, { action: 'sweep', details: { index } })));
  await box.restart();
  await box.users.audit.add(anna, { action: 'signin' });
  const verdict = await box.users.audit.verify();
  assert.equal(verdict, { kind: 'whole', entries: 511, head: await box.users.audit.head() });
});

audits('takes any text and any details, and still is whole', async () => {
  const { audit } = await withEntries(0);
  const hostile = ['\ud800', 'a\0b', '\u202e<script>', `${'🦊'.repeat(999)}`, "'; DROP TABLE audit;--", '\u2028'];
  for (const text of hostile)
    await audit.add({ who: text, via: 'token', address: text }, { action: text, about: text, details: { [text]: text, list: [text] } });
  assert.is((await audit.verify()).kind, 'whole');
  assert.is((await audit.list()).length, hostile.length);
});

audits('is read page by page, newest first, and searched as plain text', async () => {
  const { box, audit } = await withEntries(5);
  await audit.add(BOX, { action: 'check.failed', about: '100% of_it', outcome: 'failed', details: { pack: 'cafe' } });
  const seqs = async (query: Parameters<typeof audit.list>[0]) => (await audit.list(query)).map(({ seq }) => seq);
  assert.equal(await seqs({ limit: 2 }), [6, 5]);
  assert.equal(await seqs({ limit: 2, before: 5 }), [4, 3]);
  assert.equal(await seqs({ text: 'FOLDER 2' }), [2]);
  assert.equal(await seqs({ text: '0% of_' }), [6]);
  assert.equal(await seqs({ text: '%' }), [6]);
  assert.equal(await seqs({ text: 'cafe' }), [6]);
  assert.equal(await seqs({ text: '10.0.0.1', limit: 1 }), [5]);
  await box.catalog.close();
});

audits('tells of a change only when the change was made', async () => {
  const { box, audit } = await withEntries(1);
  const failing = box.catalog.transaction(async (sql) => {
    await audit.add(BOX, { action: 'never' }, sql);
    throw new Error('power cut');
  });
  await failing.then(assert.unreachable, () => undefined);
  assert.is((await audit.list()).length, 1);
  assert.is((await audit.verify()).kind, 'whole');
});

audits('is given away as lines of JSON that anybody can check', async () => {
  const { audit } = await withEntries(3);
  let previous = '0'.repeat(64);
  let lines = 0;
  for await (const line of audit.export()) {
    const { hash, previous: before, ...entry } = JSON.parse(line);
    assert.is(before, previous);
    const expected = createHash('sha256').update(Buffer.from(previous, 'hex')).update(canonicalJson(entry)).digest('hex');
    assert.is(hash, expected);
    previous = hash;
    lines++;
  }
  assert.is(lines, 3);
});

audits('writes canonical JSON as RFC 8785 has it', () => {
  const value = { '\u20ac': 1, '\r': 2, '1': 3, '\ufb33': 4, '\u{1f600}': 5, a: [null, true, 1e21, 1e-7, '\u0007"'] };
  assert.is(canonicalJson(value), '{"\\r":2,"1":3,"a":[null,true,1e+21,1e-7,"\\u0007\\""],"\u20ac":1,"\u{1f600}":5,"\ufb33":4}');
});

audits.run();
