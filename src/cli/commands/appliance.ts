/** `appliance`: starts the box and runs until it is stopped. */
import { once } from 'node:events';
import { isIP } from 'node:net';
import { invalid } from '../arguments.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const appliance: Command = {
  name: 'appliance',
  summary: 'Starts the box: its page and its services',
  usage: '',
  details:
    'Plain http answers on this machine only. Https answers on loopback unless --listen names addresses of this machine; its certificate is signed by the box itself. Ctrl-C stops the box.',
  options: {
    port: { type: 'string', value: 'PORT', help: 'port of the page (or HOLDFAST_PORT; 8080)' },
    'https-port': { type: 'string', value: 'PORT', help: 'port by https, or off (or HOLDFAST_HTTPS_PORT; 8443)' },
    listen: { type: 'string', value: 'ADDRESS', multiple: true, help: 'address for https (or HOLDFAST_LISTEN, several with commas)' },
    state: { type: 'string', value: 'PATH', help: "folder of the box's state (or HOLDFAST_STATE; ./state)" },
  },
  repository: 'none',
  positionals: { least: 0, most: 0 },
  async run({ arguments: { text, texts }, environment, output, signal, startAppliance }) {
    const port = portOf(text('port') ?? (environment.HOLDFAST_PORT || '8080'));
    const state = text('state') ?? environment.HOLDFAST_STATE ?? 'state';
    const httpsPort = httpsPortOf(text('https-port') ?? environment.HOLDFAST_HTTPS_PORT ?? '8443');
    const listen = addressesIn(texts('listen').length > 0 ? texts('listen') : [environment.HOLDFAST_LISTEN ?? '']);
    const seal = environment.HOLDFAST_SEAL || undefined;
    const box = await startAppliance({ port, httpsPort, listen, seal, state, log: (line) => output.warn(line) });
    const { url, secureUrl, fingerprint, claimCode } = box;
    if (output.isJson) {
      const secure = { secure_url: secureUrl, authority_fingerprint: fingerprint };
      await output.json({ message_type: 'ready', url, ...secure, state, ...(claimCode ? { claim_code: claimCode } : {}) });
    } else await output.line(`Holdfast is ready: ${[url, secureUrl ?? []].flat().join(' and ')}   (state in ${state}; Ctrl-C stops it)`);
    if (fingerprint && !output.isJson)
      await output.line(`Fingerprint of its certificate authority, to compare before a device trusts it: ${fingerprint}`);
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

function httpsPortOf(text: string): number | undefined {
  return text === '' || text === 'off' ? undefined : portOf(text);
}

function addressesIn(texts: readonly string[]): string[] {
  const addresses = texts.flatMap((text) => text.split(/[\s,]+/)).filter((address) => address !== '');
  for (const address of addresses) if (isIP(address) === 0) throw invalid(`'${address}' is no IP address.`);
  return addresses;
}
