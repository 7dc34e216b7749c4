/** The certificates of the box, judged by the openssl program and by Node's own https. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { connect } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CertificateParts, Certificates, namesOfMachine } from '../../../src/box/certificates/index.ts';
import { issueServer } from '../../../src/box/certificates/issue.ts';
import type { Names } from '../../../src/box/certificates/names.ts';
import { BoxKeys } from '../../../src/box/keys/index.ts';
import { runProgram } from '../../peers/programs.ts';
import { temporaryFolder } from '../../peers/temporary-folder.ts';

const certificates = suite('the certificates of the box');
const scratch = temporaryFolder('certificates');
const DAY_MS = 86_400_000;
const NAMES: Names = {
  dns: ['holdfast', 'holdfast.local', 'localhost', 'box.example.org'],
  addresses: ['127.0.0.1', '192.168.1.7', '203.0.113.9', '::1', 'fd00::2'],
};
let next = 0;

/** A box whose names and clock a test may change. */
async function fresh(state = path.join(scratch, String(next++))) {
  const now = { names: NAMES, time: Date.now(), log: [] as string[] };
  const parts: CertificateParts = {
    keys: await BoxKeys.in(state),
    boxName: 'attic',
    names: () => now.names,
    clock: () => new Date(now.time),
    log: (line) => now.log.push(line),
  };
  const open = async () => await Certificates.in(parts);
  return { state, now, open, box: await open() };
}

const serverOf = (box: Certificates) => new X509Certificate(String(box.tlsOptions().cert));

/** What `openssl verify` says of a server's certificate under the box's authority. */
async function judged(authority: string, server: string, ...options: string[]): Promise<string> {
  const [ca, leaf] = [path.join(scratch, 'ca.pem'), path.join(scratch, 'server.pem')];
  writeFileSync(ca, authority);
  writeFileSync(leaf, server);
  const run = await runProgram('openssl', ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', ca, ...options, leaf]);
  return run.code === 0 ? 'good' : run.stderr;
}

certificates('hold before openssl, for every name and private address of the box', async () => {
  const { box } = await fresh();
  const server = String(box.tlsOptions().cert);
  for (const name of NAMES.dns) assert.is(await judged(box.caPem, server, '-verify_hostname', name), 'good', name);
  for (const address of ['127.0.0.1', '192.168.1.7', '::1', 'fd00::2'])
    assert.is(await judged(box.caPem, server, '-verify_ip', address), 'good', address);
  assert.match(await judged(box.caPem, server, '-verify_hostname', 'elsewhere.example'), 'hostname mismatch');
  assert.equal(box.leftOut, ['203.0.113.9']);
  await box.close();
});

certificates('make an authority that can vouch for nothing of the internet, even in the hands of a thief', async () => {
  const { box, state } = await fresh();
  const authority = JSON.parse(String(await (await BoxKeys.in(state)).take('tls-authority')));
  for (const stolen of [
    { dns: ['bank.example'], addresses: [] },
    { dns: [], addresses: ['203.0.113.9'] },
    { dns: [], addresses: ['2001:db8::1'] },
    { dns: ['holdfast.local', 'bank.example'], addresses: [] },
  ]) {
    const { certificate } = await issueServer(authority, stolen, new Date());
    assert.match(await judged(box.caPem, certificate), 'permitted subtree violation', JSON.stringify(stolen));
  }
  await box.close();
});

certificates('leave a bare name that could be a domain of the internet to .local', () => {
  const { dns, addresses } = namesOfMachine(
    [' Box.Example.org ', '192.168.7.7', '12345', 'not a name', '*.example.org', 'bücher.example'],
    'DEV.Home.Arpa',
  );
  assert.equal(dns, ['dev', 'dev.home.arpa', 'dev.local', 'localhost', 'box.example.org', 'xn--bcher-kva.example']);
  for (const address of ['127.0.0.1', '::1', '192.168.7.7']) assert.ok(addresses.includes(address));
});

certificates('tell which names the authority cannot vouch for, and a new authority takes them in', async () => {
  const { box, now } = await fresh();
  const before = box.caFingerprint;
  now.names = { ...NAMES, dns: ['dev', 'dev.local', 'nas.example.net', 'nas-2'] };
  await box.look();
  assert.is(box.caFingerprint, before);
  assert.equal(box.leftOut, ['dev', 'nas.example.net', 'nas-2', '203.0.113.9']);
  assert.is(await judged(box.caPem, String(box.tlsOptions().cert), '-verify_hostname', 'dev.local'), 'good');
  await box.renewAuthority();
  assert.is.not(box.caFingerprint, before);
  assert.equal(box.leftOut, ['dev', '203.0.113.9']);
  for (const name of ['nas.example.net', 'nas-2'])
    assert.is(await judged(box.caPem, String(box.tlsOptions().cert), '-verify_hostname', name), 'good');
  await box.close();
});

certificates('stay the same over a restart, sealed', async () => {
  const { box, open } = await fresh();
  const again = await open();
  assert.equal([again.caPem, again.tlsOptions()], [box.caPem, box.tlsOptions()]);
  await again.look();
  assert.equal(again.tlsOptions(), box.tlsOptions());
  assert.is(again.caFingerprint, new X509Certificate(box.caDer).fingerprint256);
  for (const each of [box, again]) await each.close();
});

certificates('are renewed 30 days before their end, and the authority only at its own', async () => {
  const { box, now, open } = await fresh();
  const [first, authority] = [serverOf(box), box.caPem];
  assert.ok(first.validToDate.getTime() - first.validFromDate.getTime() <= 397 * DAY_MS);
  const renewed: unknown[] = [];
  box.onRenewed(({ cert }) => renewed.push(cert));
  now.time = first.validToDate.getTime() - 31 * DAY_MS;
  await box.look();
  assert.is(renewed.length, 0);
  now.time += 2 * DAY_MS;
  await box.look();
  assert.equal(renewed, [box.tlsOptions().cert]);
  assert.is(box.caPem, authority);
  assert.ok(serverOf(box).validToDate.getTime() > now.time + 300 * DAY_MS);
  now.time = new X509Certificate(authority).validToDate.getTime() - 31 * DAY_MS;
  await box.look();
  assert.is(box.caPem, authority);
  assert.ok(serverOf(box).validToDate <= new X509Certificate(authority).validToDate);
  now.time += 2 * DAY_MS;
  const later = await open();
  assert.is.not(later.caPem, authority);
  for (const each of [box, later]) await each.close();
});

certificates('survive a clock that is behind, as on a board without a battery', async () => {
  const { box, now, open } = await fresh();
  const authority = box.caPem;
  now.time = 0;
  const early = await open();
  await early.look();
  assert.is(early.caPem, authority);
  now.time = Date.now();
  await early.look();
  assert.is(early.caPem, authority);
  assert.is(await judged(early.caPem, String(early.tlsOptions().cert)), 'good');
  for (const each of [box, early]) await each.close();
});

certificates('are made anew when their files are damaged, and the log says what that means', async () => {
  const { box, state, now, open } = await fresh();
  writeFileSync(path.join(state, 'keys/tls-authority.sealed'), 'x', { mode: 0o600 });
  const again = await open();
  assert.is.not(again.caPem, box.caPem);
  assert.match(now.log.join(), 'asked again');
  assert.is(await judged(again.caPem, String(again.tlsOptions().cert)), 'good');
  for (const each of [box, again]) await each.close();
});

certificates('serve https that Node trusts by the authority alone, in TLS 1.2 and later, and are taken up without a restart', async () => {
  const { box, now } = await fresh();
  const server = createServer(box.tlsOptions(), (_, response) => response.end('here'));
  box.onRenewed((tls) => server.setSecureContext(tls));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    assert.equal(await ask(server, box.caPem), { body: 'here', serial: serverOf(box).serialNumber });
    assert.is(await ask(server, undefined), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assert.match(
      await protocolOf(server, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/,
    );
    assert.is(await protocolOf(server, { maxVersion: 'TLSv1.2' }), 'TLSv1.2');
    assert.is(await protocolOf(server, {}), 'TLSv1.3');
    now.names = { ...NAMES, dns: [...NAMES.dns, 'attic.local'] };
    const { serialNumber } = serverOf(box);
    await box.look();
    assert.is.not(serverOf(box).serialNumber, serialNumber);
    assert.equal(await ask(server, box.caPem), { body: 'here', serial: serverOf(box).serialNumber });
  } finally {
    server.close();
    server.closeAllConnections();
    await box.close();
  }
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** The answer and the serial number that was shown, or the code of the failure. */
function ask(server: Server, ca: string | undefined): Promise<unknown> {
  return new Promise((resolve) => {
    const asked = request(
      { host: '127.0.0.1', port: portOf(server), agent: false, ...(ca === undefined ? {} : { ca }) },
      async (response) => {
        const { serialNumber } = (response.socket as import('node:tls').TLSSocket).getPeerCertificate();
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ body, serial: serialNumber });
      },
    );
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    asked.end();
  });
}

function protocolOf(
  server: Server,
  options: { minVersion?: 'TLSv1'; maxVersion?: 'TLSv1.1' | 'TLSv1.2'; ciphers?: string },
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: portOf(server), rejectUnauthorized: false, ...options }, () => {
      resolve(socket.getProtocol()!);
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

certificates.run();
