/**
 * Which box a command line means: one that runs on this machine, by its socket, or any by its address and an API token.
 *
 * Owns: the options and variables for it. Options come before variables, an address before a state folder.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { invalid } from '../arguments.ts';
import type { OptionTable, Session } from '../command.ts';
import { fileFault } from '../failure.ts';

export type Place =
  | { readonly kind: 'socket'; readonly state: string; readonly socket: string }
  | { readonly kind: 'url'; readonly url: URL; readonly token: string | undefined; readonly trust: Trust };

/** What proves that who answers by https is the box; the system's own authorities when nothing is given. */
export interface Trust {
  /** PEM. */
  readonly authority?: string;
  /** Of the authority, SHA-256 in hex without anything between. */
  readonly fingerprint?: string;
}

export const PLACE_OPTIONS: OptionTable = {
  state: { type: 'string', value: 'PATH', help: "folder of the box's state (or HOLDFAST_STATE; ./state)" },
  url: { type: 'string', value: 'URL', help: 'a box elsewhere, by https (or HOLDFAST_URL)' },
  'token-file': { type: 'string', value: 'FILE', help: 'with --url: file with an API token (or HOLDFAST_TOKEN_FILE, HOLDFAST_TOKEN)' },
  'ca-file': { type: 'string', value: 'FILE', help: "with --url: the certificate of the box's authority (or HOLDFAST_CA_FILE)" },
  fingerprint: {
    type: 'string',
    value: 'HEX',
    help: 'instead: its fingerprint, as the box prints it at its start (or HOLDFAST_FINGERPRINT)',
  },
};

export function placeOf(session: Session): Place {
  const { arguments: given, environment } = session;
  const state = given.text('state');
  if (state !== undefined && given.text('url') !== undefined) throw invalid('--state and --url cannot stand together.');
  const url = given.text('url') ?? (state === undefined ? environment.HOLDFAST_URL || undefined : undefined);
  if (url !== undefined) return { kind: 'url', url: checkedUrl(url), token: tokenOf(session), trust: trustOf(session) };
  for (const name of ['token-file', 'ca-file', 'fingerprint']) if (given.text(name)) throw invalid(`--${name} needs --url.`);
  return socketIn(state ?? (environment.HOLDFAST_STATE || 'state'));
}

function socketIn(state: string): Place {
  return { kind: 'socket', state, socket: path.resolve(state, 'box.sock') };
}

function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw invalid(`'${text}' is no address of a box: https://NAME:PORT.`);
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    throw invalid('the address of a box is https://NAME:PORT, with nothing behind it.');
  const isOwn = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isOwn) throw invalid('a box elsewhere is asked by https: anybody could read along by http.');
  return url;
}

function tokenOf({ arguments: given, environment }: Session): string | undefined {
  const file = given.text('token-file') ?? environment.HOLDFAST_TOKEN_FILE;
  const token = (file ? textIn(file) : environment.HOLDFAST_TOKEN)?.trim();
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw invalid('this is no API token: one is a line of letters and digits.');
  return token;
}

function trustOf({ arguments: given, environment }: Session): Trust {
  const file = given.text('ca-file') ?? environment.HOLDFAST_CA_FILE;
  if (file) return { authority: textIn(file) };
  const fingerprint = given.text('fingerprint') ?? environment.HOLDFAST_FINGERPRINT;
  if (!fingerprint) return {};
  const hex = fingerprint.replace(/[:\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw invalid('a fingerprint is 32 pairs of hexadecimal digits (SHA-256).');
  return { fingerprint: hex };
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileFault(error, file);
  }
}
