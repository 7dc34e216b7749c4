/** `appliance`: starts the box and runs until it is stopped. */
import { once } from 'node:events';
import { invalid } from '../arguments.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const appliance: Command = {
  name: 'appliance',
  summary: 'Starts the box: its page and its services',
  usage: '',
  details: 'The page listens on this machine only. Ctrl-C stops the box.',
  options: {
    port: { type: 'string', value: 'PORT', help: 'port of the page (or HOLDFAST_PORT; 8080)' },
    state: { type: 'string', value: 'PATH', help: "folder of the box's state (or HOLDFAST_STATE; ./state)" },
  },
  repository: 'none',
  positionals: { least: 0, most: 0 },
  async run({ arguments: { text }, environment, output, signal, startAppliance }) {
    const port = portOf(text('port') ?? (environment.HOLDFAST_PORT || '8080'));
    const state = text('state') ?? environment.HOLDFAST_STATE ?? 'state';
    const box = await startAppliance({ port, state, log: (line) => output.warn(line) });
    const { url, claimCode } = box;
    if (output.isJson) await output.json({ message_type: 'ready', url, state, ...(claimCode ? { claim_code: claimCode } : {}) });
    else await output.line(`Holdfast is ready: ${url}   (state in ${state}; Ctrl-C stops it)`);
    if (claimCode && !output.isJson)
      await output.line(`This box has no owner yet. To claim it, open the page and type this code: ${claimCode}`);
    if (!signal.aborted) await once(signal, 'abort');
    await box.stop();
    return EXIT.done;
  },
};

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw invalid(`'${text}' is no port: a number from 0 to 65535.`);
  return port;
}
