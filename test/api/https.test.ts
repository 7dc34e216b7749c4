/** The box by https: the same gate under its own names, and plain http on loopback only. */
import { request } from 'node:https';
import { connect } from 'node:net';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startAppliance } from '../../src/appliance.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { askPlainly } from './ask-plainly.ts';
import { TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;

const secure = suite('the box by https');

secure.before(async () => {
  box = await TemporaryBox.start({ settings: { 'box.names': ['attic.local'] } });
});

secure.after(async () => {
  await box[Symbol.asyncDispose]();
});

interface Asked {
  readonly port?: number;
  readonly ca?: string;
  readonly address?: string;
  readonly headers?: Record<string, string>;
}

/** The status, of a connection that trusts the box's authority and nothing else. */
function ask({ port = box.securePort, ca = box.authority, address = '127.0.0.1', headers = {} }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: address, servername: 'localhost', port, ca, path: '/api/door', agent: false };
    const asked = request({ ...options, headers: { Host: `localhost:${port}`, ...headers } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode!));
    });
    asked.on('error', reject);
    asked.end();
  });
}

secure('answers under every name of its certificate, on both addresses of loopback', async () => {
  assert.is(box.secureUrl, `https://localhost:${box.securePort}`);
  for (const name of ['localhost', 'ATTIC.local', '127.0.0.1', '[::1]'])
    assert.is(await ask({ headers: { Host: `${name}:${box.securePort}` } }), 200, name);
  assert.is(await ask({ address: '::1' }), 200);
});

secure('refuses names that are not its own, and the port of the other door', async () => {
  for (const host of [
    'evil.example',
    `evil.example:${box.securePort}`,
    'attic.local',
    `attic.local:${box.port}`,
    `attic.local.evil.example:${box.securePort}`,
  ])
    assert.is(await ask({ headers: { Host: host } }), 403, host);
});

secure('refuses pages of other origins, its own by plain http included', async () => {
  const own = `localhost:${box.securePort}`;
  assert.is(await ask({ headers: { Origin: `https://${own}` } }), 200);
  for (const origin of [
    `http://${own}`,
    `http://localhost:${box.port}`,
    `https://attic.local:${box.securePort}`,
    'https://evil.example',
    'null',
  ])
    assert.is(await ask({ headers: { Origin: origin } }), 403, origin);
});

secure('keeps the names of the LAN out of plain http', async () => {
  for (const host of [`attic.local:${box.port}`, `localhost:${box.securePort}`])
    assert.is((await askPlainly(box.port, { path: '/api/door', headers: { Host: host } })).status, 403, host);
});

secure('keeps its authority over a restart', async () => {
  const { authority } = box;
  await box.restart();
  assert.is(box.authority, authority);
  assert.is(await ask({}), 200);
  assert.equal(box.log, []);
});

secure('answers on the addresses it is told to listen on, where plain http does not', async () => {
  const started = { state: path.join(temporaryFolder('https'), 'state'), port: 0, httpsPort: 0, listen: ['127.0.0.2'], log: () => {} };
  const other = await startAppliance(started);
  try {
    const port = Number(new URL(other.secureUrl!).port);
    const ca = other.certificates.caPem;
    assert.is(await ask({ port, ca, address: '127.0.0.2', headers: { Host: `127.0.0.2:${port}` } }), 200);
    assert.is(await knock('127.0.0.1', port), 'ECONNREFUSED');
    assert.is(await knock('127.0.0.2', Number(new URL(other.url).port)), 'ECONNREFUSED');
  } finally {
    await other.stop();
  }
});

secure('is off when no port is given for it', async () => {
  const plain = await startAppliance({ state: path.join(temporaryFolder('https'), 'state'), port: 0, log: () => {} });
  assert.is(plain.secureUrl, null);
  await plain.stop();
});

function knock(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      resolve('open');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

secure.run();
