/**
 * Reads tree blobs into checked nodes. Whatever is in the bytes, the outcome is nodes or Fault 'repository.damaged'.
 *
 * Names are those of entries: no '/', no NUL, neither empty nor '.' nor '..', in strict bytewise order (so no name comes twice), which
 * restic 0.19 demands too. Fields we do not know are ignored, a type we do not know makes a node of type 'other'. A missing
 * subtree or content is left to whoever walks: it must be reported against a path, not hide the rest of the folder.
 *
 * 64-bit numbers: JSON.parse would round those past 2^53, so digits of that length are wrapped into arrays before it sees them;
 * a key in front of a number can stand nowhere inside a JSON string, where its quotes would be escaped.
 * Source: restic, design document, "Trees and Data"; restic-format section 8.
 */
import { constants } from 'node:buffer';
import { type ByteString, type EntryType, type ExtendedAttribute, isFault, toByteString } from '../../base/index.ts';
import { badField, bytesOf, damaged, integerOf, isId, objectOf, type Raw, stringOf, wideIntegerOf } from './fields.ts';
import { goQuote, goUnquote } from './go-quote.ts';
import { formatTime, parseTime, ZERO_TIME } from './go-time.ts';
import { type AsWritten, fromGoMode, type NodeType, type TreeNode, toGoMode } from './node.ts';

/** All nodes of a tree. For folders that may be huge, `readNodes` holds fewer of them at a time. */
export function decodeTree(bytes: Uint8Array): TreeNode[] {
  return [...readNodes(bytes)];
}

/** Yields the nodes of a tree in order. Memory: the bytes, and the nodes of about 4 MiB of them. */
export function* readNodes(bytes: Uint8Array, pieceBytes = PIECE): Generator<TreeNode> {
  let last: ByteString | undefined;
  for (const text of pieces(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), pieceBytes)) {
    for (const raw of parseNodes(text)) {
      const node = toNode(raw);
      if (last !== undefined && node.name <= last) throw damaged(`${shown(node.name)} is out of order`);
      last = node.name;
      yield node;
    }
  }
}

/** The node that begins there; undefined when none alone does. */
export function nodeAt(tree: Buffer, start: number): TreeNode | undefined {
  if (start === -1) return undefined;
  const seam = seamAfter(tree, start);
  const text = seam === -1 ? tree.toString('utf8', start) : `${tree.toString('utf8', start, seam + 1)}]}`;
  try {
    const [node, ...more] = parseNodes(HEAD + text);
    return more.length === 0 ? toNode(node) : undefined;
  } catch (error) {
    if (!isFault(error, 'repository.damaged')) throw error;
    return undefined;
  }
}

const PIECE = 4 * 1024 * 1024;
const HEAD = '{"nodes":[';
const SEAM = Buffer.from('},{"name":"');

/** The tree as texts that are trees themselves: a whole one may be longer than a string can be. */
function* pieces(tree: Buffer, pieceBytes: number): Generator<string> {
  let start = 0;
  let head = '';
  const isPlain = tree.toString('latin1', 0, HEAD.length) === HEAD;
  while (isPlain && tree.length - start > pieceBytes) {
    const seam = seamAfter(tree, start + pieceBytes);
    if (seam === -1) break;
    yield `${head}${tree.toString('utf8', start, seam + 1)}]}`;
    start = seam + 2;
    head = HEAD;
  }
  if (tree.length - start > MAX_TEXT) throw damaged('it is too large');
  yield head + tree.toString('utf8', start);
}

/** Where a node ends and another begins: a name alone could begin an extended attribute, so a type must follow it. */
export function seamAfter(tree: Buffer, from: number): number {
  for (let seam = tree.indexOf(SEAM, from); seam !== -1; seam = tree.indexOf(SEAM, seam + 1)) {
    let at = seam + SEAM.length;
    while (at < tree.length && tree[at] !== 0x22) at += tree[at] === 0x5c ? 2 : 1;
    if (tree.toString('latin1', at, at + 9) === '","type":') return seam;
  }
  return -1;
}

const MAX_TEXT = constants.MAX_STRING_LENGTH - HEAD.length;
const ANY_LONG_NUMBER = /:\s*\d{16}/;
const LONG_NUMBER = /([{,]\s*"(?:inode|device_id|device|size|links)"\s*:\s*)([1-9]\d{15,})(?=\s*[,}])/g;
const ANY_ESCAPE = /\\(?:ufffd|.)/gs;
const LOST = '\\udfff';

function parseNodes(text: string): readonly unknown[] {
  let json = ANY_LONG_NUMBER.test(text) ? text.replace(LONG_NUMBER, '$1["$2"]') : text;
  // Go writes `\ufffd` for what was not UTF-8 and U+FFFD itself for U+FFFD; half a surrogate pair keeps the two apart (see linkOf).
  if (json.includes('\\ufffd')) json = json.replace(ANY_ESCAPE, (found) => (found === '\\ufffd' ? LOST : found));
  const nodes = objectOf(parseJson(json), 'the tree').nodes;
  if (nodes === null) return [];
  if (!Array.isArray(nodes)) throw damaged('it has no list of nodes');
  return nodes;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw damaged('it is not JSON', error);
    throw error;
  }
}

const TYPES: ReadonlySet<string> = new Set<EntryType>(['file', 'dir', 'symlink', 'dev', 'chardev', 'fifo', 'socket']);

/** All fields are always there, if undefined: nodes of one shape are quicker to make and to use. */
function toNode(value: unknown): TreeNode {
  const raw = objectOf(value, 'a node');
  const name = nameOf(raw);
  const writtenType = stringOf(raw, 'type') ?? '';
  const isKnown = TYPES.has(writtenType);
  const type = isKnown ? (writtenType as EntryType) : 'other';
  const mode = integerOf(raw, 'mode', 0xffff_ffff);
  const [mtimeNs, atimeNs, ctimeNs] = [timeOf(raw, 'mtime'), timeOf(raw, 'atime'), timeOf(raw, 'ctime')];
  const link = linkOf(raw);
  return {
    name,
    type,
    otherType: isKnown ? undefined : writtenType,
    mode: fromGoMode(mode),
    mtimeNs,
    atimeNs,
    ctimeNs,
    uid: integerOf(raw, 'uid', 0xffff_ffff),
    gid: integerOf(raw, 'gid', 0xffff_ffff),
    user: stringOf(raw, 'user') || undefined,
    group: stringOf(raw, 'group') || undefined,
    inode: wideIntegerOf(raw, 'inode'),
    deviceId: wideIntegerOf(raw, 'device_id'),
    links: wideIntegerOf(raw, 'links'),
    sizeBytes: Number(wideIntegerOf(raw, 'size', BigInt(Number.MAX_SAFE_INTEGER))),
    linkTarget: link?.target,
    isLinkTargetLossy: link?.isLossy || undefined,
    device: wideIntegerOf(raw, 'device') || undefined,
    extendedAttributes: attributesOf(raw),
    genericAttributes: genericOf(raw),
    content: contentOf(raw),
    subtree: subtreeOf(raw),
    error: stringOf(raw, 'error') || undefined,
    asWritten: asWrittenOf(raw, { type, mode, mtimeNs, atimeNs, ctimeNs }),
  };
}

function nameOf(raw: Raw): ByteString {
  const quoted = stringOf(raw, 'name');
  if (quoted === undefined) throw damaged('a node has no name');
  const name = goUnquote(quoted);
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw damaged(`${shown(name)} is no name of an entry`);
  }
  return name;
}

function timeOf(raw: Raw, field: 'mtime' | 'atime' | 'ctime'): bigint {
  const text = raw[field] ?? ZERO_TIME;
  if (text === lastTime) return lastTimeNs;
  const ns = typeof text === 'string' ? parseTime(text) : undefined;
  if (ns === undefined) throw badField(raw, field);
  lastTime = text as string;
  lastTimeNs = ns;
  return ns;
}

// Access and change time are mostly the text just parsed.
let lastTime = '';
let lastTimeNs = 0n;

interface Meant {
  readonly type: NodeType;
  readonly mode: number;
  readonly mtimeNs: bigint;
  readonly atimeNs: bigint;
  readonly ctimeNs: bigint;
}

function asWrittenOf(raw: Raw, meant: Meant): AsWritten | undefined {
  const mode = toGoMode(meant.type, fromGoMode(meant.mode)) === meant.mode ? undefined : meant.mode;
  const mtime = writtenTime(raw.mtime, meant.mtimeNs);
  const atime = raw.atime === raw.mtime ? mtime : writtenTime(raw.atime, meant.atimeNs);
  const ctime = raw.ctime === raw.mtime ? mtime : writtenTime(raw.ctime, meant.ctimeNs);
  if (mode === undefined && mtime === undefined && atime === undefined && ctime === undefined) return undefined;
  return { mode, mtime, atime, ctime };
}

function writtenTime(text: unknown = ZERO_TIME, ns: bigint): string | undefined {
  return formatTime(ns) === text ? undefined : (text as string);
}

function linkOf(raw: Raw): { target: ByteString; isLossy: boolean } | undefined {
  const bytes = raw.linktarget_raw == null ? undefined : bytesOf(raw, 'linktarget_raw', raw.linktarget_raw);
  if (bytes?.length) return { target: toByteString(bytes), isLossy: false };
  const text = raw.linktarget ?? '';
  if (typeof text !== 'string') throw badField(raw, 'linktarget');
  if (text === '') return undefined;
  return { target: toByteString(text), isLossy: !text.isWellFormed() };
}

function attributesOf(raw: Raw): readonly ExtendedAttribute[] | undefined {
  const list = raw.extended_attributes ?? [];
  if (!Array.isArray(list)) throw badField(raw, 'extended_attributes');
  if (list.length === 0) return undefined;
  return list.map((item) => {
    const attribute = objectOf(item, 'an extended attribute');
    return { name: stringOf(attribute, 'name') ?? '', value: bytesOf(raw, 'extended_attributes', attribute.value ?? '') };
  });
}

function genericOf(raw: Raw): Raw | undefined {
  const value = raw.generic_attributes;
  if (value == null) return undefined;
  const attributes = objectOf(value, 'generic_attributes');
  if (isDeeper(attributes, MAX_DEPTH)) throw badField(raw, 'generic_attributes');
  return attributes;
}

/** More than any attribute of Windows needs; a value much deeper could not be written again. */
const MAX_DEPTH = 32;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function contentOf(raw: Raw): readonly string[] | null {
  const content = raw.content ?? null;
  if (content === null) return null;
  if (!Array.isArray(content)) throw badField(raw, 'content');
  for (const id of content) if (!isId(id)) throw badField(raw, 'content');
  return content;
}

function subtreeOf(raw: Raw): string | undefined {
  const id = raw.subtree ?? undefined;
  if (id !== undefined && !isId(id)) throw badField(raw, 'subtree');
  return id;
}

function shown(name: ByteString): string {
  return JSON.stringify(goQuote(name).slice(0, 300));
}
