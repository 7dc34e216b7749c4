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
  const run = await runProgram(PROGRAM, ['appliance', '--port', '0', '--state', state, '--json'], {
    env: environmentFor(undefined, undefined),
    timeoutMs: 30_000,
    onStart: (child) =>
      child.stdout!.on('data', (chunk: Buffer) => {
        const { url } = messages(chunk.toString())[0] as { url: string };
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

starting('takes an empty HOLDFAST_PORT for none', async () => {
  const ports: number[] = [];
  const session = {
    arguments: { positionals: [], flag: () => false, text: () => undefined, texts: () => [] },
    output: new Output({ json: false, quiet: true }, new PassThrough() as never, new PassThrough() as never),
    environment: { HOLDFAST_PORT: '' },
    signal: AbortSignal.abort(),
    startAppliance: async ({ port }: { port: number }) => {
      ports.push(port);
      return { url: '', claimCode: undefined, stop: async () => {} };
    },
  };
  assert.is(await appliance.run(session), 0);
  assert.equal(ports, [8080]);
});

starting.run();
