/** Wires the rooms together and holds the box's life: start, listen on loopback, stop. Decides nothing. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createHandler, loadPage } from './api/index.ts';
import { Fault } from './base/index.ts';
import { Protect } from './services/protect/index.ts';
import { Restore } from './services/restore/index.ts';

export interface ApplianceOptions {
  /** The folder that holds the box's state. */
  readonly state: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: (line: string) => void;
  /** The built page; where `npm run web` puts it unless given. */
  readonly web?: string;
  /** Holds every answer of the API against its schema; for tests. */
  readonly checkAnswers?: boolean;
}

export interface Appliance {
  readonly url: string;
  /** Cancels a running backup, closes connections and the repository. */
  stop(): Promise<void>;
}

const WEB = path.join(import.meta.dirname, '../dist/web');

/** Throws Fault 'port.taken', 'page.missing' or 'state.unusable'. */
export async function startAppliance(options: ApplianceOptions): Promise<Appliance> {
  const page = await loadPage(options.web ?? WEB);
  const protect = await Protect.in(options.state, options.log);
  const restore = new Restore(() => protect.repository);
  const stopping = new AbortController();
  let port = options.port;
  const services = { protect, restore, version: await versionOfBox(), stopping: stopping.signal };
  const handler = createHandler(services, { page, port: () => port, log: options.log, checkAnswers: options.checkAnswers });

  const servers = [await listen(handler, '127.0.0.1', port)];
  port = (servers[0]!.address() as AddressInfo).port;
  // Browsers may take localhost for ::1; a box without IPv6 does without.
  servers.push(...(await listenIfThere(handler, '::1', port)));

  return {
    url: `http://localhost:${port}`,
    async stop() {
      stopping.abort();
      const closed = servers.map((server) => closeServer(server));
      await protect.close();
      for (const server of servers) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

async function versionOfBox(): Promise<string> {
  return (JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

async function listen(handler: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(handler).listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new Fault('port.taken', `Port ${port} is in use by another program. Stop it, or set HOLDFAST_PORT to another port.`, { cause });
  }
  return server;
}

async function listenIfThere(handler: RequestListener, host: string, port: number): Promise<Server[]> {
  try {
    return [await listen(handler, host, port)];
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
