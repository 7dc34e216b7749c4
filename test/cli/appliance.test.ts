/** The box, started from the command line. */
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { appliance } from '../../src/cli/commands/appliance.ts';
import { Output } from '../../src/cli/output.ts';
import { runProgram } from '../peers/programs.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { environmentFor, messages, PROGRAM } from './holdfast.ts';

const starting = suite('holdfast appliance');
const state = path.join(temporaryFolder('appliance'), 'state');

starting('says where its page is, answers there, and ends cleanly when it is told to: 0', async () => {
  let answered: Promise<number> | undefined;
  const run = await runProgram(PROGRAM, ['appliance', '--port', '0', '--https-port', '0', '--state', state, '--json'], {
    env: environmentFor(undefined, undefined),
    timeoutMs: 30_000,
    onStart: (child) =>
      child.stdout!.on('data', (chunk: Buffer) => {
        const { url, authority_fingerprint } = messages(chunk.toString())[0] as { url: string; authority_fingerprint: string };
        assert.match(authority_fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
        answered = fetch(url).then(async (response) => {
          await response.text();
          child.kill('SIGTERM');
          return response.status;
        });
      }),
  });
  assert.is(await answered, 200, run.stderr);
  assert.is(run.code, 0, run.stderr);
});

interface Asked {
  readonly port: number;
  readonly httpsPort?: number | undefined;
  readonly listen?: readonly string[] | undefined;
  readonly seal?: string | undefined;
}

/** What the command asks of the box, by its options and the environment. */
async function askedFor(options: Record<string, string[]>, environment: Record<string, string>): Promise<Asked> {
  let asked: Asked | undefined;
  const session = {
    arguments: {
      positionals: [],
      flag: () => false,
      text: (name: string) => options[name]?.at(-1),
      texts: (name: string) => options[name] ?? [],
    },
    output: new Output({ json: false, quiet: true }, new PassThrough() as never, new PassThrough() as never),
    environment,
    signal: AbortSignal.abort(),
    startAppliance: async ({ port, httpsPort, listen, seal }: Asked) => {
      asked = { port, httpsPort, listen, seal };
      return { url: '', secureUrl: null, fingerprint: null, claimCode: undefined, stop: async () => {} };
    },
  };
  assert.is(await appliance.run(session), 0);
  return asked!;
}

starting('takes an empty HOLDFAST_PORT for none, and listens by https on loopback unless told otherwise', async () => {
  assert.equal(await askedFor({}, { HOLDFAST_PORT: '' }), { port: 8080, httpsPort: 8443, listen: [], seal: undefined });
});

starting('takes ports, addresses and the place of the secret from the environment, and options before that', async () => {
  const environment = { HOLDFAST_HTTPS_PORT: '443', HOLDFAST_LISTEN: '0.0.0.0, ::', HOLDFAST_SEAL: '/boot/seal' };
  assert.equal(await askedFor({}, environment), { port: 8080, httpsPort: 443, listen: ['0.0.0.0', '::'], seal: '/boot/seal' });
  const options = { 'https-port': ['0'], listen: ['127.0.0.1', '127.0.0.2'] };
  assert.equal(await askedFor(options, environment), { port: 8080, httpsPort: 0, listen: ['127.0.0.1', '127.0.0.2'], seal: '/boot/seal' });
});

starting('has no https when its port is empty or off', async () => {
  for (const off of ['', 'off']) assert.is((await askedFor({}, { HOLDFAST_HTTPS_PORT: off })).httpsPort, undefined);
});

starting.run();
