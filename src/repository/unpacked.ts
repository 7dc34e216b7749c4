/**
 * Files that are sealed on their own: index, snapshots, locks (and config, in its older form).
 * Source: restic's design document, "Unpacked Data Format": format 2 holds a version byte and zstd, format 1 plain JSON.
 */
import { hash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Fault } from '../base/index.ts';
import type { Sealer } from './crypto/seal.ts';
import { type FileKind, type Store, writeFile } from './stores/store.ts';

const COMPRESSED = 0x02;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
/** An index of 50,000 blobs is some 10 MiB; this only stops a bomb. */
const MOST_PLAIN_BYTES = 1 << 30;

export type UnpackedKind = Extract<FileKind, 'index' | 'snapshots' | 'locks'>;

interface Sealing {
  readonly sealer: Sealer;
  readonly version: number;
}

/** A JSON document as it is stored, and its id: the SHA-256 of that. */
export function sealUnpacked({ sealer, version }: Sealing, json: string): { id: string; sealed: Buffer } {
  const plain = Buffer.from(json, 'utf8');
  const sealed = sealer.seal(version === 1 ? plain : Buffer.concat([Buffer.of(COMPRESSED), zstdCompressSync(plain)]));
  return { id: hash('sha256', sealed), sealed };
}

/** Stores a JSON document durably and returns its id. */
export async function saveUnpacked(to: Sealing & { store: Store }, kind: UnpackedKind, json: string): Promise<string> {
  const { id, sealed } = sealUnpacked(to, json);
  await writeFile(to.store, kind, id, sealed);
  return id;
}

/** Reads a document back. Throws Fault 'repository.damaged' when name, seal, compression or JSON do not agree, or it is no object. */
export async function loadUnpacked(from: { store: Store; sealer: Sealer }, kind: UnpackedKind, id: string): Promise<object> {
  const sealed = await from.store.read(kind, id);
  if (hash('sha256', sealed) !== id) throw damaged(kind, id, 'its content does not match its name');
  const content = from.sealer.tryOpen(sealed);
  if (!content) throw damaged(kind, id, 'its authentication code does not match');
  let document: unknown;
  try {
    document = JSON.parse(plainOf(content));
  } catch (error) {
    throw damaged(kind, id, 'it cannot be decoded', error);
  }
  if (typeof document !== 'object' || document === null) throw damaged(kind, id, 'it is no document');
  return document;
}

function plainOf(content: Buffer): string {
  const first = content[0];
  if (first === OPEN_BRACKET || first === OPEN_BRACE) return content.toString('utf8');
  if (first !== COMPRESSED) throw new Error(`unknown encoding ${first}`);
  // JSON of ids shrinks to a third; one piece of that size saves joining hundreds of small ones.
  const chunkSize = Math.min(16 << 20, Math.max(64 << 10, content.length * 4));
  return zstdDecompressSync(content.subarray(1), { maxOutputLength: MOST_PLAIN_BYTES, chunkSize }).toString('utf8');
}

function damaged(kind: UnpackedKind, id: string, why: string, cause?: unknown): Fault {
  return new Fault('repository.damaged', `The file ${kind}/${id} is damaged: ${why}.`, { cause });
}
