/** Judge: getent, which asks the same name services. */
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { groupId, groupName, userId, userName } from '../../src/posix/index.ts';
import { mustRun } from '../peers/programs.ts';

async function database(name: 'passwd' | 'group'): Promise<[string, number][]> {
  const { stdout } = await mustRun('getent', [name]);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  return rows.map(([account, , id]) => [account!, Number(id)]);
}

/** Two accounts may share a number; then the first one is its name. */
const firstNames = (accounts: [string, number][]) => new Map(accounts.toReversed().map(([name, id]) => [id, name]));

const accounts = suite('names of owners');

accounts('are those of the system, for every user and group there is', async () => {
  const [users, groups] = [await database('passwd'), await database('group')];
  for (const [name, id] of users) assert.is(userId(name), id);
  for (const [name, id] of groups) assert.is(groupId(name), id);
  for (const [id, name] of firstNames(users)) assert.is(userName(id), name);
  for (const [id, name] of firstNames(groups)) assert.is(groupName(id), name);
});

accounts('are absent for a number or a name that nobody has, also when asked again', () => {
  for (let time = 0; time < 2; time++) {
    assert.is(userName(3_999_999_999), undefined);
    assert.is(groupName(3_999_999_999), undefined);
    assert.is(userId('nobody has this name'), undefined);
    assert.is(groupId(''), undefined);
  }
});

accounts('come to several threads at once', async () => {
  const room = JSON.stringify(new URL('../../src/posix/index.ts', import.meta.url).href);
  const program = `import(${room}).then(({ userName, groupId }) => {
    for (let id = 100000; id < 100500; id++) userName(id);
    require('node:worker_threads').parentPort.postMessage([userName(0), groupId('root')]);
  })`;
  const ask = () => new Promise((resolve, reject) => new Worker(program, { eval: true }).once('message', resolve).once('error', reject));
  const answer = ['root', 0];
  assert.equal(await Promise.all([ask(), ask(), ask()]), [answer, answer, answer]);
});

accounts.run();
