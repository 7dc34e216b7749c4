/**
 * The sockets of the box: plain http on loopback, https where it is told to listen, and its own socket in the state folder.
 *
 * Owns: opening and closing them, and what a port that is taken means. Plain http is never opened anywhere but on loopback.
 */
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { Fault } from '../base/index.ts';

/** Servers of one scheme. */
export interface Door extends Opened {
  readonly port: number;
}

export interface Opened {
  /** Takes no new connection; what is open goes on until `breakOff`. Resolves when all are closed. */
  close(): Promise<void>;
  breakOff(): void;
}

export interface SecureDoor extends Door {
  useTls(tls: SecureContextOptions): void;
}

export interface SecureDoorOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** IP addresses; loopback when empty. */
  readonly listen: readonly string[];
  readonly tls: TlsOptions;
}

const LOOPBACK = ['127.0.0.1', '::1'];

/** Throws Fault 'port.taken'. A port of 0 takes any free one. */
export async function openPlainDoor(handler: RequestListener, port: number): Promise<Door> {
  const servers = await listenOn(LOOPBACK, { port, setting: 'HOLDFAST_PORT', create: () => createServer(handler) });
  return { ...doorOf(servers), port: portOf(servers[0]!) };
}

/** Throws Fault 'port.taken', and 'input.invalid' for an address that this machine does not have. */
export async function openSecureDoor(handler: RequestListener, { port, listen, tls }: SecureDoorOptions): Promise<SecureDoor> {
  const create = () => createSecureServer(tls, handler);
  const servers = await listenOn(listen.length > 0 ? listen : LOOPBACK, { port, setting: 'HOLDFAST_HTTPS_PORT', create });
  return {
    ...doorOf(servers),
    port: portOf(servers[0]!),
    useTls: (renewed) => {
      for (const server of servers) server.setSecureContext(renewed);
    },
  };
}

/** Throws Fault 'state.in-use' when a box that runs answers at the socket; its file may be left from one that was killed. */
export async function refuseTaken(socket: string, state: string): Promise<void> {
  const caller = connect(socket);
  const isTaken = await once(caller, 'connect').then(
    () => true,
    () => false,
  );
  caller.destroy();
  if (isTaken) throw new Fault('state.in-use', `A box runs already with its state in ${state}. Stop it first, or choose another folder.`);
}

/** The box's own socket, for the command line: only the owner of the box's files may open it. */
export async function openSocketDoor(handler: RequestListener, socket: string): Promise<Opened> {
  await rm(socket, { force: true });
  const server = createServer(handler).listen({ path: socket });
  await once(server, 'listening');
  await chmod(socket, 0o600);
  return doorOf([server]);
}

interface Opening<S> {
  readonly port: number;
  readonly setting: string;
  readonly create: () => S;
}

/** All on one port; when one of them cannot be opened, none stays open. */
async function listenOn<S extends Server | SecureServer>(hosts: readonly string[], { port, setting, create }: Opening<S>): Promise<S[]> {
  const servers: S[] = [];
  try {
    for (const host of hosts) {
      const server = await listen(create(), host, { port: servers[0] ? portOf(servers[0]) : port, setting });
      if (server) servers.push(server);
    }
    return servers;
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
}

/** Undefined for ::1 on a machine without IPv6: browsers may take localhost for it, and a box without it does without. */
async function listen<S extends Server | SecureServer>(
  server: S,
  host: string,
  { port, setting }: { port: number; setting: string },
): Promise<S | undefined> {
  server.listen({ host, port, ipv6Only: true });
  try {
    await once(server, 'listening');
    return server;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code === 'EADDRINUSE')
      throw new Fault('port.taken', `Port ${port} is in use by another program. Stop it, or set ${setting} to another port.`, { cause });
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENOTFOUND'].includes(code)) throw cause;
    if (host === '::1') return undefined;
    throw new Fault(
      'input.invalid',
      `The box cannot listen on ${host}: this machine has no such address. Set HOLDFAST_LISTEN to one that it has.`,
      { cause },
    );
  }
}

function doorOf(servers: readonly (Server | SecureServer)[]): Opened {
  return {
    async close() {
      await Promise.all(
        servers.map(async (server) => {
          const closed = once(server, 'close');
          server.close();
          await closed;
        }),
      );
    },
    breakOff() {
      for (const server of servers) server.closeAllConnections();
    },
  };
}

function portOf(server: Server | SecureServer): number {
  return (server.address() as AddressInfo).port;
}
