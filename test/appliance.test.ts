/** The appliance as a program: how it starts, refuses to start, and stops. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JobView, Status } from '../src/api/contract/index.ts';
import { startAppliance } from '../src/appliance.ts';
import { ADMIN, cookieOf, PASSPHRASE, TemporaryBox } from './api/temporary-box.ts';

const MAIN = path.join(import.meta.dirname, '../src/main.ts');
const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-appliance-'));

const appliance = suite('the appliance');

appliance.after(() => rm(scratch, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function start(
  port: number,
  state = path.join(scratch, 'state'),
  httpsPort = 0,
): { child: ChildProcess; said: (text: RegExp) => Promise<string>; ended: Promise<Ended> } {
  const env = { ...process.env, HOLDFAST_PORT: String(port), HOLDFAST_HTTPS_PORT: String(httpsPort), HOLDFAST_STATE: state };
  const child = spawn(process.execPath, [MAIN, 'appliance'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const said = (text: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => text.test(output) && resolve(text.exec(output)![0]);
      listeners.add(look);
      look();
    });
  return { child, said, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, output }))) };
}

let cookie = '';

const get = (url: string) => fetch(url, { headers: { Cookie: cookie } });
const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', Cookie: cookie }, body: JSON.stringify(body) });

/** Claims a box that has just started by the code that it prints. */
async function claim(url: string, said: (text: RegExp) => Promise<string>): Promise<void> {
  const code = (await said(/type this code: [\w-]+\n/)).split(': ')[1]!;
  cookie = cookieOf(await post(`${url}/api/claim`, { code, ...ADMIN }));
}

appliance('says where it can be reached', async () => {
  const { child, said, ended } = start(0);
  const url = await said(/http:\/\/localhost:\d+/);
  assert.is((await fetch(`${url}/api/status`)).status, 401);
  await claim(url, said);
  assert.is((await get(`${url}/api/status`)).status, 200);
  child.kill('SIGTERM');
  assert.is((await ended).code, 0);
});

appliance('says so when its port is taken, and leaves', async () => {
  await using box = await TemporaryBox.start();
  const { code, output } = await start(box.port).ended;
  assert.is(code, 1);
  assert.is(output.trim(), `holdfast: Port ${box.port} is in use by another program. Stop it, or set HOLDFAST_PORT to another port.`);
});

appliance('says so when its port of https is taken, or its address is none of this machine, and leaves nothing open', async () => {
  await using box = await TemporaryBox.start();
  const { code, output } = await start(0, undefined, box.securePort).ended;
  assert.is(code, 1);
  assert.is(
    output.trim(),
    `holdfast: Port ${box.securePort} is in use by another program. Stop it, or set HOLDFAST_HTTPS_PORT to another port.`,
  );
  const failure = await startAppliance({
    state: path.join(scratch, 'other'),
    port: 0,
    httpsPort: 0,
    listen: ['127.0.0.1', '203.0.113.1'],
    log: () => {},
  }).catch((error: Error) => error.message);
  assert.match(String(failure), 'The box cannot listen on 203.0.113.1');
});

appliance('stops cleanly in the middle of a backup, with a page watching', async () => {
  writeFileSync(path.join(scratch, 'disk image'), '');
  truncateSync(path.join(scratch, 'disk image'), 100_000_000_000);
  const { child, said, ended } = start(0);
  const url = await said(/http:\/\/localhost:\d+/);
  await post(`${url}/api/repository`, { passphrase: PASSPHRASE });
  assert.is((await post(`${url}/api/jobs`, { kind: 'backup', folder: scratch })).status, 202);
  const events = await get(`${url}/api/events`);
  const reader = events.body!.getReader();
  await reader.read();
  child.kill('SIGINT');
  const { code, output } = await ended;
  assert.is(code, 0, output);
  await reader.cancel().catch(() => undefined);
});

appliance('does not start when it cannot keep its state there, and says so', async () => {
  const file = path.join(scratch, 'a file');
  writeFileSync(file, '');
  for (const state of [file, path.join(file, 'inside'), '/proc/holdfast']) {
    const { code, output } = await start(0, state).ended;
    assert.is(code, 1);
    assert.match(output, `holdfast: The box cannot keep its state in ${state}: `);
    assert.not.match(output, /localhost/);
  }
});

appliance('goes on by itself with what it was killed in the middle of, and so does who follows its events', async () => {
  // The backup that the stop of an earlier test cut off has begun again by itself.
  const { child, said, ended } = start(0);
  const url = await said(/http:\/\/localhost:\d+/);
  const { id, attempts } = await running(url);
  const before = await firstEvent(url);
  child.kill('SIGKILL');
  await ended;
  const again = start(0);
  const url2 = await again.said(/http:\/\/localhost:\d+/);
  const job = await running(url2);
  assert.equal([job.id, job.attempts], [id, attempts + 1]);
  const after = await firstEvent(url2, before.id);
  assert.is(after.name, 'status');
  assert.ok(Number(after.id) > Number(before.id));
  const { folders } = (await (await get(`${url2}/api/status`)).json()) as Status;
  assert.equal(
    folders.map((folder) => [folder.path, folder.snapshotCount]),
    [[scratch, 0]],
  );
  await post(`${url2}/api/jobs/${id}/cancel`, {});
  again.child.kill('SIGTERM');
  assert.is((await again.ended).code, 0);
});

appliance.run();

/** The job that runs, once one does. */
async function running(url: string): Promise<JobView> {
  for (;;) {
    const { jobs } = (await (await get(`${url}/api/status`)).json()) as Status;
    const job = jobs.find(({ state }) => state === 'running');
    if (job) return job;
  }
}

/** The first event that one who comes back with the id of an earlier one is told. */
async function firstEvent(url: string, lastSeen = ''): Promise<{ id: string; name: string }> {
  const left = new AbortController();
  const response = await fetch(`${url}/api/events`, { headers: { Cookie: cookie, 'Last-Event-ID': lastSeen }, signal: left.signal });
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const [, id, name] = /^id: (\S+)\nevent: (\w+)\n/m.exec(text) ?? [];
    if (id && name) return { id, name };
  }
  throw new Error('the stream ended before an event');
}
