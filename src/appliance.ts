/** Wires the rooms together and holds the box's life: start, listen on loopback, stop. Decides nothing. */
import { once } from 'node:events';
import { chmod, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { createHandler, loadPage } from './api/index.ts';
import { Fault } from './base/index.ts';
import { Catalog, Settings } from './box/catalog/index.ts';
import { BoxKeys } from './box/keys/index.ts';
import { Users, type UsersOptions } from './box/users/index.ts';
import { KitRows, Protect, prepareState, RecoveryKit, Vault } from './services/protect/index.ts';
import { Restore } from './services/restore/index.ts';

export interface ApplianceOptions {
  /** The folder that holds the box's state. */
  readonly state: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: (line: string) => void;
  /** Where the secret of the box's keys lies, when not among them (HOLDFAST_SEAL). */
  readonly seal?: string | undefined;
  /** The built page; where `npm run web` puts it unless given. */
  readonly web?: string;
  readonly users?: UsersOptions;
  /** Holds every answer of the API against its schema; for tests. */
  readonly checkAnswers?: boolean;
}

export interface Appliance {
  readonly url: string;
  /** What claims the box, while nobody has. */
  readonly claimCode: string | undefined;
  /** Cancels a running backup, closes connections and the repository. */
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const WEB = path.join(import.meta.dirname, '../dist/web');

/** Throws Fault 'port.taken', 'page.missing', 'state.unusable', 'state.in-use', 'keys.foreign', 'keys.damaged' or 'keys.exposed'. */
export async function startAppliance(options: ApplianceOptions): Promise<Appliance> {
  const page = await loadPage(options.web ?? WEB);
  const { state, log } = options;
  await prepareState(state);
  const socket = await claimSocket(state);
  const keys = await BoxKeys.in(state, { secretFile: options.seal });
  const catalog = await Catalog.in(state, log);
  const settings = new Settings(catalog);
  const users = await Users.over(catalog, options.users);
  const vault = await Vault.in(state, { keys, settings, log });
  const kit = await RecoveryKit.in({ vault, keys, rows: new KitRows(catalog), boxName: () => settings.boxName(), log });
  const protect = await Protect.in(state, { vault, kit, log });
  await vault.openSealed();
  const restore = new Restore(() => protect.repository);
  const stopping = new AbortController();
  let port = options.port;
  const services = { users, settings, vault, kit, protect, restore, version: await versionOfBox(), stopping: stopping.signal };
  const about = { page, port: () => port, log, checkAnswers: options.checkAnswers };
  const handler = createHandler(services, about);

  const servers = [await listen(handler, { host: '127.0.0.1', port })];
  port = (servers[0]!.address() as AddressInfo).port;
  // Browsers may take localhost for ::1; a box without IPv6 does without.
  servers.push(...(await listenIfThere(handler, '::1', port)));
  servers.push(await listen(createHandler(services, { ...about, isSocket: true }), { path: socket }));
  await chmod(socket, 0o600);
  const sweeping = setInterval(() => void users.sweep(), HOUR_MS);

  return {
    url: `http://localhost:${port}`,
    claimCode: await users.claim.code(),
    async stop() {
      stopping.abort();
      clearInterval(sweeping);
      const closed = servers.map((server) => closeServer(server));
      await protect.close();
      await kit.close();
      await vault.close();
      for (const server of servers) server.closeAllConnections();
      await Promise.all(closed);
      await catalog.close();
    },
  };
}

/** Where the box's own socket lies; its file is left from a box that was killed, or belongs to one that runs. */
async function claimSocket(state: string): Promise<string> {
  const socket = path.resolve(state, 'box.sock');
  const caller = connect(socket);
  const isTaken = await once(caller, 'connect').then(
    () => true,
    () => false,
  );
  caller.destroy();
  if (isTaken) throw new Fault('state.in-use', `A box runs already with its state in ${state}. Stop it first, or choose another folder.`);
  await rm(socket, { force: true });
  return socket;
}

async function versionOfBox(): Promise<string> {
  return (JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

async function listen(handler: RequestListener, where: { host: string; port: number } | { path: string }): Promise<Server> {
  const server = createServer(handler).listen(where);
  try {
    await once(server, 'listening');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    if ('path' in where) throw cause;
    throw new Fault('port.taken', `Port ${where.port} is in use by another program. Stop it, or set HOLDFAST_PORT to another port.`, {
      cause,
    });
  }
  return server;
}

async function listenIfThere(handler: RequestListener, host: string, port: number): Promise<Server[]> {
  try {
    return [await listen(handler, { host, port })];
  } catch (error) {
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return [];
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
