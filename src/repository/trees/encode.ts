/**
 * Writes tree blobs: the exact bytes restic would write, as the blob's id is their hash.
 *
 * Owns: order and presence of fields, order of nodes. Does not own: hashing and storing. Numbers that are zero and strings that are
 * empty are left out, `content` never is. Links are recorded for files, links and devices, sizes for files only, as restic does.
 * A link target that is not UTF-8 is written twice, as restic does since 0.16: readable, and raw.
 * Source: restic, design document, "Trees and Data"; internal/restic/node.go and tree.go.
 */
import { type ByteString, type Entry, type ExtendedAttribute, Fault, toBytes } from '../../base/index.ts';
import { decodeUtf8, goJsonBytes, goJsonString, goJsonValue } from './go-json.ts';
import { goQuote } from './go-quote.ts';
import { formatTime, parseTime } from './go-time.ts';
import { fromGoMode, type NodeParts, type NodeType, type TreeNode, toGoMode } from './node.ts';

/** One node as JSON. Given a decoded node it writes what was read; given a source's entry, the parts that the backup adds. */
export function encodeNode(node: TreeNode): string;
export function encodeNode(entry: Entry, parts: NodeParts): string;
export function encodeNode(entry: Entry | TreeNode, parts: NodeParts = entry as TreeNode): string {
  const type: NodeType = entry.type;
  const written = parts.asWritten;
  const mode = written?.mode !== undefined && fromGoMode(written.mode) === entry.mode ? written.mode : toGoMode(type, entry.mode);
  const mtime = timeText(entry.mtimeNs, written?.mtime);
  const atime = entry.atimeNs === entry.mtimeNs && written === undefined ? mtime : timeText(entry.atimeNs, written?.atime);
  const ctime = timeText(entry.ctimeNs, written?.ctime);
  let json = `{"name":${goJsonString(goQuote(entry.name))},"type":${typeText(entry)}`;
  if (mode !== 0) json += `,"mode":${mode}`;
  json += `,"mtime":"${mtime}","atime":"${atime}","ctime":"${ctime}","uid":${entry.uid},"gid":${entry.gid}`;
  if (entry.user) json += `,"user":${goJsonString(entry.user)}`;
  if (entry.group) json += `,"group":${goJsonString(entry.group)}`;
  if (entry.inode !== 0n) json += `,"inode":${entry.inode}`;
  if (entry.deviceId !== 0n) json += `,"device_id":${entry.deviceId}`;
  if (entry.sizeBytes !== 0 && (type === 'file' || type === 'other')) json += `,"size":${entry.sizeBytes}`;
  if (entry.links !== 0n && type !== 'dir' && type !== 'fifo' && type !== 'socket') json += `,"links":${entry.links}`;
  if (entry.linkTarget) json += linkText(entry.linkTarget, entry);
  if (entry.extendedAttributes?.length) json += attributesText(entry.extendedAttributes);
  if (parts.genericAttributes !== undefined) json += genericText(parts.genericAttributes);
  if (entry.device) json += `,"device":${entry.device}`;
  json += `,"content":${contentText(parts.content)}`;
  if (parts.subtree !== undefined) json += `,"subtree":"${parts.subtree}"`;
  if (parts.error) json += `,"error":${goJsonString(parts.error)}`;
  return `${json}}`;
}

/** The tree of a folder, from nodes in order. Throws Fault 'input.invalid' when they are not. */
export function encodeTree(nodes: Iterable<TreeNode>): Buffer {
  const tree = new TreeBuilder();
  for (const node of nodes) tree.add(node.name, encodeNode(node));
  return tree.finish();
}

/**
 * Joins encoded nodes into a tree blob, one by one, in bytewise order of their names.
 * Memory: the bytes of the tree (twice while it is finished), no object a node.
 */
export class TreeBuilder {
  #pieces: Buffer[] = [];
  #waiting = '{"nodes":[';
  #last: ByteString | undefined;

  /** Adds `encoded`, what encodeNode gave for the node called `name`. Throws Fault 'input.invalid' when the name is not past the last one. */
  add(name: ByteString, encoded: string): void {
    if (this.#last !== undefined) {
      if (name <= this.#last) throw outOfOrder(name, this.#last);
      this.#waiting += ',';
    }
    this.#last = name;
    this.#waiting += encoded;
    if (this.#waiting.length >= PIECE) this.#flush();
  }

  /** The blob. The builder is empty then and may be used again. */
  finish(): Buffer {
    this.#waiting += ']}\n';
    this.#flush();
    const tree = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#waiting = '{"nodes":[';
    this.#last = undefined;
    return tree;
  }

  #flush(): void {
    this.#pieces.push(Buffer.from(this.#waiting, 'utf8'));
    this.#waiting = '';
  }
}

const PIECE = 256 * 1024;

function timeText(ns: bigint, written: string | undefined): string {
  return written !== undefined && parseTime(written) === ns ? written : formatTime(ns);
}

function typeText(entry: Entry | TreeNode): string {
  return entry.type === 'other' ? goJsonString(entry.otherType ?? '') : `"${entry.type}"`;
}

function linkText(target: ByteString, entry: Entry | TreeNode): string {
  const json = goJsonBytes(target);
  if ('isLinkTargetLossy' in entry && entry.isLinkTargetLossy) return `,"linktarget":${json.replaceAll('\ufffd', '\\ufffd')}`;
  if (decodeUtf8(target) !== undefined) return `,"linktarget":${json}`;
  return `,"linktarget":${json},"linktarget_raw":"${toBytes(target).toString('base64')}"`;
}

function attributesText(attributes: readonly ExtendedAttribute[]): string {
  const list = attributes.map(({ name, value }) => `{"name":${goJsonString(name)},"value":"${base64(value)}"}`);
  return `,"extended_attributes":[${list.join(',')}]`;
}

/** Go writes a map in the order of its keys' bytes. */
function genericText(attributes: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(attributes).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (keys.length === 0) return '';
  return `,"generic_attributes":{${keys.map((key) => `${goJsonString(key)}:${goJsonValue(attributes[key])}`).join(',')}}`;
}

function contentText(content: readonly string[] | null): string {
  if (content === null) return 'null';
  return content.length === 0 ? '[]' : `["${content.join('","')}"]`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function outOfOrder(name: ByteString, last: ByteString): Fault {
  const what = name === last ? 'twice' : `after ${goQuote(last)}`;
  return new Fault('input.invalid', `a folder's entries are out of order: ${goQuote(name)} comes ${what}`);
}
