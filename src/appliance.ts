/** Wires the rooms together and holds the box's life: start, listen, stop. Decides nothing. */
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import {
  createHandler,
  followBox,
  loadPage,
  type Opened,
  openPlainDoor,
  openSecureDoor,
  openSocketDoor,
  type Page,
  refuseTaken,
  type Services,
} from './api/index.ts';
import { Catalog, Settings } from './box/catalog/index.ts';
import { Certificates, namesOfMachine } from './box/certificates/index.ts';
import { Jobs } from './box/jobs/index.ts';
import { BoxKeys } from './box/keys/index.ts';
import { BOX, Users, type UsersOptions } from './box/users/index.ts';
import { Continuity, type Returned } from './services/continuity/index.ts';
import { Offsite } from './services/offsite/index.ts';
import { BoxSettings, KitRows, Protect, prepareState, RecoveryKit, Vault, type VaultParts } from './services/protect/index.ts';
import { NameIndex, Restore, restoreJob } from './services/restore/index.ts';

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
  /** Of the authority behind https, SHA-256 in pairs; null without https. */
  readonly fingerprint: string | null;
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
  const page = await loadPage(options.web ?? WEB);
  await prepareState(options.state);
  const socket = path.resolve(options.state, 'box.sock');
  await refuseTaken(socket, options.state);
  const stopping = new AbortController();
  const ports: Ports = {};
  await using rooms = new AsyncDisposableStack();
  const services = await wireRooms(options, { rooms, stopping: stopping.signal, ports });
  await setOut(services, options.log);
  const { certificates, users, secureUrl } = services;
  const doors = await openDoors(services, { ...options, page, socket, ports });
  const held = rooms.move();
  return {
    url: `http://localhost:${ports.plain}`,
    secureUrl: secureUrl(),
    fingerprint: secureUrl() === null ? null : certificates.caFingerprint,
    claimCode: await users.claim.code(),
    certificates,
    async stop() {
      stopping.abort();
      const closed = Promise.all(doors.map((door) => door.close()));
      for (const door of doors) door.breakOff();
      await closed;
      await held.disposeAsync();
    },
  };
}

/** Rooms are closed in the opposite order: the jobs before what they stand on, the catalog last. */
async function wireRooms(
  options: ApplianceOptions,
  { rooms, stopping, ports }: { rooms: AsyncDisposableStack; stopping: AbortSignal; ports: Ports },
): Promise<Services> {
  const { state, log } = options;
  const held = <T extends { close(): unknown }>(room: T): T => rooms.adopt(room, async (each) => void (await each.close()));
  const keys = await BoxKeys.in(state, { secretFile: options.seal });
  const catalog = held(await Catalog.in(state, log));
  const settings = new Settings(catalog);
  const boxName = () => settings.boxName();
  const users = await Users.over(catalog, options.users);
  const hosts = async () => namesOfMachine([...(await settings.get<string[]>('box.names', [])), ...listenedOn(options)]);
  const certificates = held(await Certificates.in({ keys, boxName: await boxName(), names: hosts, log }));

  // Closed after those below, which take turns with jobs.
  const jobs = held(new Jobs(catalog, { log }));
  const inTurnWithJobs: VaultParts['inTurnWithJobs'] = (signal, work) => jobs.errand([vault.location], signal, work);
  const vault: Vault = held(await Vault.in(state, { keys, settings, inTurnWithJobs, log }));
  const kit = held(await RecoveryKit.in({ vault, keys, rows: new KitRows(catalog), boxName, log }));
  const repository = () => vault.repository;
  const { location } = vault;
  const names = held(new NameIndex({ file: path.join(state, 'names.sqlite'), repository, log }));
  const onReturned = async ({ time, said, before }: Returned) => {
    await users.audit.add(BOX, { action: 'catalog.returned', about: time, details: { said: said.join('; '), before } });
  };
  const continuity = held(await Continuity.over({ catalog, repository, inTurnWithJobs, state, log, host: await boxName(), onReturned }));
  const own = [state, ...(options.seal === undefined ? [] : [options.seal])].map((each) => path.resolve(each));
  const protect = await Protect.in(state, { catalog, vault, jobs, own, log });
  const offsite = new Offsite({ catalog, jobs, location, repository, keepOut: own });
  jobs.register(restoreJob({ location, repository, keepOut: own }));
  catalog.onReplaced(async () => {
    await vault.settingsReturned();
    await kit.refresh();
    await jobs.lookAgain();
  });
  const restore = new Restore(repository);
  const boxSettings = new BoxSettings({ settings, vault, protect });
  const version = await versionOfBox();
  const secureUrl = () => (ports.secure === undefined ? null : `https://${nameIn(options.listen ?? [], certificates)}:${ports.secure}`);
  return {
    users,
    settings,
    boxSettings,
    certificates,
    secureUrl,
    jobs,
    vault,
    kit,
    protect,
    restore,
    names,
    offsite,
    continuity,
    version,
    stopping,
  };
}

/** Lets the rooms begin, and tells each what it must know of the others: that the repository opened, that a job ended. */
async function setOut({ users, vault, kit, jobs, names, continuity, stopping }: Services, log: (line: string) => void): Promise<void> {
  const sweeping = setInterval(() => void users.sweep(), HOUR_MS);
  sweeping.unref();
  stopping.addEventListener('abort', () => clearInterval(sweeping));

  let isOpen = false;
  const look = () => {
    if (isOpen === (vault.status.repository === 'open')) return;
    isOpen = !isOpen;
    void jobs.repositoryIsOpen(isOpen);
    if (!isOpen) return;
    names.refresh();
    void continuity.repositoryOpened();
  };
  await jobs.start();
  await vault.openSealed();
  // What was lost comes back before the box says whose it is.
  if (vault.status.repository === 'open' && continuity.status.isAwaitingReturn) await continuity.repositoryOpened();
  vault.onChange(look);
  look();
  continuity.start();
  void (async () => {
    for await (const job of jobs.watch(stopping)) {
      if (job.finishedAt === null || !['backup', 'prune'].includes(job.kind)) continue;
      names.refresh();
      // A former kit's key is removed when no backup runs.
      await kit.refresh().catch((error: Error) => log(`former recovery kits could not be looked at: ${error.message}`));
    }
  })();
}

/** '0.0.0.0' and '::' stand for all addresses, which the machine knows itself. */
function listenedOn({ listen = [] }: ApplianceOptions): string[] {
  return listen.filter((address) => !['0.0.0.0', '::'].includes(address));
}

/** Of the doors that are open. */
interface Ports {
  plain?: number;
  secure?: number;
}

/** All doors or none; tells the ports that they got. */
async function openDoors(services: Services, options: ApplianceOptions & { page: Page; socket: string; ports: Ports }): Promise<Opened[]> {
  const { certificates } = services;
  const { listen = [], httpsPort, page, log, checkAnswers, ports } = options;
  const about = { page, log, checkAnswers, events: followBox(services, log), origins: () => originsOf(ports, certificates) };
  const handler = createHandler(services, about);
  const doors: Opened[] = [];
  try {
    const plain = await openPlainDoor(handler, options.port);
    doors.push(plain);
    ports.plain = plain.port;
    if (httpsPort !== undefined) {
      const secure = await openSecureDoor(handler, { port: httpsPort, listen, tls: certificates.tlsOptions() });
      certificates.onRenewed((tls) => secure.useTls(tls));
      doors.push(secure);
      ports.secure = secure.port;
    }
    doors.push(await openSocketDoor(createHandler(services, { ...about, isSocket: true }), options.socket));
    return doors;
  } catch (error) {
    await Promise.all(doors.map((door) => door.close()));
    throw error;
  }
}

/** Every origin under which a page of the box may be open. */
function originsOf(ports: Ports, { names }: Certificates): ReadonlySet<string> {
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
