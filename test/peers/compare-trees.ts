/**
 * Compares two real folders in bytes and in all metadata, and says each difference in one line.
 *
 * Owns: seeing content, names, types, modes, owners, modification times to the nanosecond, link targets, hard-link groups, device
 * numbers, extended attributes and ACLs (read by getfattr, a program of other people), and on request holes and access times.
 * Does not look at what no restore can bring back: change times, inode numbers.
 */
import { createHash } from 'node:crypto';
import { type BigIntStats, createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { mustRun } from './programs.ts';

export interface CompareOptions {
  /** Sockets hold nothing and restic does not restore them. */
  readonly ignoreSockets?: boolean;
  /** The two folders themselves, as opposed to what is in them. */
  readonly ignoreRoot?: boolean;
  /** Also report a file that is stored with holes on the left and takes clearly more room on the right. */
  readonly sparseness?: boolean;
  readonly accessTimes?: boolean;
  /** Paths (as shown in differences) that are left out, with all below them. */
  readonly except?: readonly string[];
}

interface Seen {
  readonly facts: ReadonlyMap<string, string>;
  readonly hole: boolean;
  readonly blocks: bigint;
}

type Tree = ReadonlyMap<string, Seen>;

/** Lines such as `names/x: mode 644, then 600`, sorted; empty when the folders are the same. Memory: facts of both trees. */
export async function compareTrees(left: string, right: string, options: CompareOptions = {}): Promise<string[]> {
  const [before, after] = [await lookAt(left, options), await lookAt(right, options)];
  const differences: string[] = [];
  for (const [name, seen] of before) {
    const other = after.get(name);
    if (!other) differences.push(`${shown(name)}: only in the first`);
    else differences.push(...differencesOf(seen, other, options).map((difference) => `${shown(name)}: ${difference}`));
  }
  for (const name of after.keys()) if (!before.has(name)) differences.push(`${shown(name)}: only in the second`);
  return differences.sort();
}

function differencesOf(before: Seen, after: Seen, options: CompareOptions): string[] {
  const found: string[] = [];
  for (const fact of new Set([...before.facts.keys(), ...after.facts.keys()])) {
    const [was, is] = [before.facts.get(fact) ?? 'none', after.facts.get(fact) ?? 'none'];
    if (was !== is) found.push(`${fact} ${was}, then ${is}`);
  }
  const roomForRounding = 64n; // 32 KiB: file systems allocate in pieces of their own.
  if (options.sparseness && before.hole && after.blocks > before.blocks + roomForRounding) {
    found.push(`blocks ${before.blocks}, then ${after.blocks}`);
  }
  return found;
}

async function lookAt(folder: string, options: CompareOptions): Promise<Tree> {
  const attributes = await attributesBelow(folder);
  const groups = new Map<string, string>();
  const tree = new Map<string, Seen>();
  const visit = async (name: string): Promise<void> => {
    if (options.except?.includes(shown(name))) return;
    const place = Buffer.from(name === '' ? folder : `${Buffer.from(folder).toString('latin1')}/${name}`, name === '' ? 'utf8' : 'latin1');
    const stat = await fs.lstat(place, { bigint: true });
    if (stat.isSocket() && options.ignoreSockets) return;
    const isRoot = name === '';
    if (!isRoot || !options.ignoreRoot) {
      const facts = await factsOf(place, stat, options);
      for (const [attribute, value] of attributes.get(name) ?? []) facts.set(attribute, value);
      if (!stat.isDirectory() && stat.nlink > 1n) facts.set('hard links', groupOf(groups, stat, name));
      tree.set(name, { facts, hole: stat.isFile() && stat.blocks * 512n < stat.size, blocks: stat.blocks });
    }
    if (!stat.isDirectory()) return;
    const children = (await fs.readdir(place, { encoding: 'buffer' })).map((child) => child.toString('latin1')).sort();
    for (const child of children) await visit(isRoot ? child : `${name}/${child}`);
  };
  await visit('');
  return tree;
}

async function factsOf(place: Buffer, stat: BigIntStats, options: CompareOptions): Promise<Map<string, string>> {
  const facts = new Map<string, string>([
    ['type', typeOf(stat)],
    ['mode', (stat.mode & 0o7777n).toString(8)],
    ['owner', `${stat.uid}:${stat.gid}`],
    ['modified', String(stat.mtimeNs)],
  ]);
  if (options.accessTimes) facts.set('accessed', String(stat.atimeNs));
  if (stat.isFile()) facts.set('size', String(stat.size)).set('content', await hashOf(place));
  if (stat.isSymbolicLink()) facts.set('target', shown((await fs.readlink(place, { encoding: 'buffer' })).toString('latin1')));
  if (stat.isBlockDevice() || stat.isCharacterDevice()) facts.set('device', String(stat.rdev));
  return facts;
}

function typeOf(stat: BigIntStats): string {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isBlockDevice()) return 'block device';
  if (stat.isCharacterDevice()) return 'character device';
  if (stat.isFIFO()) return 'fifo';
  return 'socket';
}

async function hashOf(place: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(place)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 16);
}

/** Hard links are the same when the same names share an inode: the group is named by its first name in byte order. */
function groupOf(groups: Map<string, string>, stat: BigIntStats, name: string): string {
  const key = `${stat.dev}:${stat.ino}`;
  const first = groups.get(key) ?? shown(name);
  groups.set(key, first);
  return `${stat.nlink} of ${first}`;
}

/** Extended attributes of everything below, keyed by byte path: attribute name -> value in hex. */
async function attributesBelow(folder: string): Promise<Map<string, Map<string, string>>> {
  const run = await mustRun('getfattr', ['--recursive', '--physical', '--no-dereference', '--dump', '-m-', '-e', 'hex', '--', '.'], {
    cwd: folder,
    env: { LC_ALL: 'C' },
  });
  const found = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of run.rawStdout.toString('latin1').split('\n')) {
    if (line.startsWith('# file: ')) {
      current = new Map();
      found.set(unescapeOctal(line.slice('# file: '.length)).replace(/^\.\/?/, ''), current);
    } else if (line.includes('=')) {
      current.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
    } else if (line !== '') {
      current.set(line, 'empty');
    }
  }
  return found;
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** Byte strings as people read them, one to one: control bytes escaped, and every byte beyond ASCII where the whole is not UTF-8. */
function shown(name: string): string {
  const text = Buffer.from(name, 'latin1').toString('utf8');
  const isUtf8 = Buffer.from(text, 'utf8').toString('latin1') === name;
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  if (isUtf8) return text === '' ? '.' : text.replace(/[\x00-\x1f\x7f]/g, escaped);
  return name.replace(/[\x00-\x1f\x7f-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
