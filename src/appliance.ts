/** Wires the rooms together and holds the box's life: start, listen, stop. Decides nothing. */
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import {
  createHandler,
  loadPage,
  type Opened,
  openPlainDoor,
  openSecureDoor,
  openSocketDoor,
  refuseTaken,
  type SecureDoor,
} from './api/index.ts';
import { Catalog, Settings } from './box/catalog/index.ts';
import { Certificates, namesOfMachine } from './box/certificates/index.ts';
import { BoxKeys } from './box/keys/index.ts';
import { Users, type UsersOptions } from './box/users/index.ts';
import { KitRows, Protect, prepareState, RecoveryKit, Vault } from './services/protect/index.ts';
import { Restore } from './services/restore/index.ts';

export interface ApplianceOptions {
  /** The folder that holds the box's state. */
  readonly state: string;
  /** Of plain http, on loopback only. 0 takes any free port. */
  readonly port: number;
  /** Of https. 0 takes any free port; without one there is no https. */
  readonly httpsPort?: number | undefined;
  /** Addresses for https; loopback unless given. */
  readonly listen?: readonly string[] | undefined;
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
  /** By https, under the name that other machines of the LAN are most likely to know. Null without https. */
  readonly secureUrl: string | null;
  readonly certificates: Certificates;
  /** What claims the box, while nobody has. */
  readonly claimCode: string | undefined;
  /** Cancels a running backup, closes connections and the repository. */
  stop(): Promise<void>;
}

const WEB = path.join(import.meta.dirname, '../dist/web');
const HOUR_MS = 3_600_000;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Throws Fault 'port.taken', 'page.missing', 'state.unusable', 'state.in-use', 'keys.foreign', 'keys.damaged', 'keys.exposed' or 'input.invalid'. */
export async function startAppliance(options: ApplianceOptions): Promise<Appliance> {
  const { state, log } = options;
  const page = await loadPage(options.web ?? WEB);
  await prepareState(state);
  const socket = path.resolve(state, 'box.sock');
  await refuseTaken(socket, state);
  await using rooms = new AsyncDisposableStack();
  const keys = await BoxKeys.in(state, { secretFile: options.seal });
  const catalog = rooms.adopt(await Catalog.in(state, log), (each) => each.close());
  const settings = new Settings(catalog);
  const users = await Users.over(catalog, options.users);
  const sweeping = rooms.adopt(
    setInterval(() => void users.sweep(), HOUR_MS),
    (timer) => clearInterval(timer),
  );
  sweeping.unref();
  const vault = rooms.adopt(await Vault.in(state, { keys, settings, log }), (each) => each.close());
  const boxName = () => settings.boxName();
  const kit = rooms.adopt(await RecoveryKit.in({ vault, keys, rows: new KitRows(catalog), boxName, log }), (each) => each.close());
  const protect = rooms.adopt(await Protect.in(state, { catalog, vault, kit, log }), (each) => each.close());
  await vault.openSealed();
  const names = async () => namesOfMachine([...(await settings.get<string[]>('box.names', [])), ...listenedOn(options)]);
  const certificates = rooms.adopt(await Certificates.in({ keys, boxName: await boxName(), names, log }), (each) => each.close());

  const stopping = new AbortController();
  const restore = new Restore(() => protect.repository);
  const services = {
    users,
    settings,
    vault,
    kit,
    protect,
    restore,
    certificates,
    version: await versionOfBox(),
    stopping: stopping.signal,
  };
  const ports: { plain?: number; secure?: number } = {};
  const about = { page, origins: () => originsOf(ports, certificates), log, checkAnswers: options.checkAnswers };
  const handler = createHandler(services, about);
  const doors: Opened[] = [];
  const closeDoors = () => Promise.all(doors.map((door) => door.close()));
  try {
    const plain = await openPlainDoor(handler, options.port);
    doors.push(plain);
    ports.plain = plain.port;
    const secure =
      options.httpsPort === undefined ? undefined : await openSecure(handler, { ...options, port: options.httpsPort, certificates });
    if (secure) {
      doors.push(secure);
      ports.secure = secure.port;
    }
    doors.push(await openSocketDoor(createHandler(services, { ...about, isSocket: true }), socket));
    const held = rooms.move();
    return {
      url: `http://localhost:${plain.port}`,
      secureUrl: secure ? `https://${nameIn(options.listen ?? [], certificates)}:${secure.port}` : null,
      claimCode: await users.claim.code(),
      certificates,
      async stop() {
        stopping.abort();
        const closed = closeDoors();
        await protect.close();
        for (const door of doors) door.breakOff();
        await closed;
        await held.disposeAsync();
      },
    };
  } catch (error) {
    await closeDoors();
    throw error;
  }
}

/** '0.0.0.0' and '::' stand for all addresses, which the machine knows itself. */
function listenedOn({ listen = [] }: ApplianceOptions): string[] {
  return listen.filter((address) => !['0.0.0.0', '::'].includes(address));
}

interface Secure {
  readonly port: number;
  readonly listen?: readonly string[] | undefined;
  readonly certificates: Certificates;
}

async function openSecure(handler: ReturnType<typeof createHandler>, { port, listen = [], certificates }: Secure): Promise<SecureDoor> {
  const door = await openSecureDoor(handler, { port, listen, tls: certificates.tlsOptions() });
  certificates.onRenewed((tls) => door.useTls(tls));
  return door;
}

/** Every origin under which a page of the box may be open. */
function originsOf(ports: { plain?: number; secure?: number }, { names }: Certificates): ReadonlySet<string> {
  const own = [...names.dns, ...names.addresses.map((address) => (isIPv6(address) ? `[${address}]` : address))];
  const origins = (scheme: string, port: number | undefined, hosts: readonly string[]) =>
    port === undefined ? [] : hosts.map((host) => new URL(`${scheme}://${host}:${port}`).origin);
  return new Set([...origins('http', ports.plain, LOOPBACK_NAMES), ...origins('https', ports.secure, own)]);
}

/** Where only loopback listens, the name of the LAN would lead nowhere. */
function nameIn(listen: readonly string[], { names }: Certificates): string {
  const isLocal = listen.every((address) => address === '::1' || address.startsWith('127.'));
  return isLocal ? 'localhost' : (names.dns.find((name) => name.endsWith('.local')) ?? 'localhost');
}

async function versionOfBox(): Promise<string> {
  return (JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
