/** The box's keys: what is sealed comes back on this machine, and nowhere else. */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FaultCode, isFault } from '../../../src/base/index.ts';
import { BoxKeys } from '../../../src/box/keys/index.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';

const keys = suite('the keys of the box');
const scratch = temporaryFolder('keys');
const text = (value: string) => Buffer.from(value);
let next = 0;

/** A state folder, and the files by which a machine is told from others. */
function fresh(numbers: Record<string, string> = { 'etc/machine-id': 'aaaa1111' }): { state: string; root: string } {
  const folder = path.join(scratch, String(next++));
  const root = path.join(folder, 'root');
  mkdirSync(path.join(folder, 'state'), { recursive: true });
  for (const [file, number] of Object.entries(numbers)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), number);
  }
  return { state: path.join(folder, 'state'), root };
}

async function refused(work: Promise<unknown> | (() => unknown), code: FaultCode): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    assert.ok(isFault(error, code), String(error));
    return (error as Error).message;
  }
  return assert.unreachable(`this must fail with ${code}`) as never;
}

/** Every file below a folder with its content, to see that nothing was touched. */
const contents = (folder: string) => readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]);

keys('open after a restart what they sealed before, whatever it is', async () => {
  const { state, root } = fresh();
  const before = await BoxKeys.in(state, { root });
  const after = await BoxKeys.in(state, { root });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, purpose) => {
      assert.ok(after.open(purpose, before.seal(purpose, bytes)).equals(bytes));
    }),
  );
});

keys('open nothing for another purpose, and nothing in which one bit is wrong', async () => {
  const { state, root } = fresh();
  const box = await BoxKeys.in(state, { root });
  const sealed = box.seal('password of a machine', text('secret'));
  assert.not(sealed.includes('secret'));
  assert.not(sealed.equals(box.seal('password of a machine', text('secret'))));
  await refused(() => box.open('token', sealed), 'keys.damaged');
  for (let bit = 0; bit < sealed.length * 8; bit += 3) {
    const flipped = Buffer.from(sealed);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    await refused(() => box.open('password of a machine', flipped), 'keys.damaged');
  }
  for (let length = 0; length < sealed.length; length++)
    await refused(() => box.open('password of a machine', sealed.subarray(0, length)), 'keys.damaged');
});

keys('keep files for their owner only, and forget them', async () => {
  const { state, root } = fresh();
  const box = await BoxKeys.in(state, { root });
  assert.is(await box.take('repository'), undefined);
  await box.keep('repository', text('master key'));
  await box.keep('repository', text('another master key'));
  assert.is(String(await box.take('repository')), 'another master key');
  const folder = path.join(state, 'keys');
  assert.is(statSync(folder).mode & 0o777, 0o700);
  assert.equal(readdirSync(folder).sort(), ['repository.sealed', 'secret']);
  for (const name of readdirSync(folder)) assert.is(statSync(path.join(folder, name)).mode & 0o777, 0o600, name);
  assert.not(contents(folder).flat().join().includes('master key'));
  await box.forget('repository');
  await box.forget('repository');
  assert.equal(readdirSync(folder), ['secret']);
  const failure = await box.keep('../outside', text('')).catch((error: Error) => error.message);
  assert.match(String(failure), 'no name');
});

keys('open no file that stands under the name of another one', async () => {
  const { state, root } = fresh();
  const box = await BoxKeys.in(state, { root });
  await box.keep('tls-server', text('one'));
  renameSync(path.join(state, 'keys/tls-server.sealed'), path.join(state, 'keys/repository.sealed'));
  await refused(box.take('repository'), 'keys.damaged');
});

keys('are refused on another machine, and left as they are', async () => {
  const here = fresh();
  const there = fresh({ 'etc/machine-id': 'bbbb2222' });
  await (await BoxKeys.in(here.state, { root: here.root })).keep('repository', text('master key'));
  cpSync(path.join(here.state, 'keys'), path.join(there.state, 'keys'), { recursive: true });
  chmodSync(path.join(there.state, 'keys'), 0o700);
  const before = contents(path.join(there.state, 'keys'));
  const message = await refused(BoxKeys.in(there.state, { root: there.root }), 'keys.foreign');
  assert.match(message, 'passphrase or the recovery kit');
  assert.equal(contents(path.join(there.state, 'keys')), before);
  await refused(BoxKeys.in(there.state, { root: fresh({}).root }), 'keys.foreign');
  assert.is(String(await (await BoxKeys.in(here.state, { root: here.root })).take('repository')), 'master key');
});

keys("are bound to the board's own number before that of its disk, and not to a number that says nothing", async () => {
  const board = { 'sys/firmware/devicetree/base/serial-number': '10000000abcdef01\0', 'etc/machine-id': 'aaaa1111' };
  const { state, root } = fresh(board);
  await BoxKeys.in(state, { root });
  await BoxKeys.in(state, { root: fresh({ ...board, 'etc/machine-id': 'set up anew' }).root });
  const other = fresh({ ...board, 'sys/firmware/devicetree/base/serial-number': '10000000abcdef02\0' });
  await refused(BoxKeys.in(state, { root: other.root }), 'keys.foreign');
  const unnumbered = fresh({ 'sys/class/dmi/id/product_uuid': '00000000-0000-0000-0000-000000000000\n', 'etc/machine-id': 'aaaa1111' });
  await BoxKeys.in(unnumbered.state, { root: unnumbered.root });
  assert.match(readFileSync(path.join(unnumbered.state, 'keys/secret'), 'utf8'), '"machine": "machine-id"');
});

keys('that are damaged or gone are told of, and never replaced by new ones', async () => {
  const { state, root } = fresh();
  await (await BoxKeys.in(state, { root })).keep('repository', text('master key'));
  const file = path.join(state, 'keys/secret');
  const whole = readFileSync(file, 'utf8');
  for (const harmed of [
    '',
    'x',
    'null',
    '{}',
    whole.slice(0, 60),
    whole.replace(/"secret": "./, (found) => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`),
  ]) {
    writeFileSync(file, harmed);
    await refused(BoxKeys.in(state, { root }), 'keys.damaged');
    assert.is(readFileSync(file, 'utf8'), harmed);
  }
  rmSync(file);
  assert.match(await refused(BoxKeys.in(state, { root }), 'keys.damaged'), 'HOLDFAST_SEAL');
  assert.not(existsSync(file));
  writeFileSync(file, whole, { mode: 0o600 });
  assert.is(String(await (await BoxKeys.in(state, { root })).take('repository')), 'master key');
});

keys('that others may read are refused', async () => {
  const { state, root } = fresh();
  const box = await BoxKeys.in(state, { root });
  await box.keep('repository', text('master key'));
  for (const place of ['keys/secret', 'keys']) {
    const { mode } = statSync(path.join(state, place));
    chmodSync(path.join(state, place), 0o755);
    assert.match(await refused(BoxKeys.in(state, { root }), 'keys.exposed'), 'chmod');
    chmodSync(path.join(state, place), mode);
  }
  chmodSync(path.join(state, 'keys/repository.sealed'), 0o644);
  await refused(box.take('repository'), 'keys.exposed');
});

keys('may have their secret elsewhere, and then the disk alone opens nothing', async () => {
  const { state, root } = fresh();
  const secretFile = path.join(path.dirname(state), 'boot flash');
  await (await BoxKeys.in(state, { root, secretFile })).keep('repository', text('master key'));
  assert.equal(readdirSync(path.join(state, 'keys')), ['repository.sealed']);
  assert.is(String(await (await BoxKeys.in(state, { root, secretFile })).take('repository')), 'master key');
  await refused(BoxKeys.in(state, { root }), 'keys.damaged');
});

keys.run();
