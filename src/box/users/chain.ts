/**
 * How entries of the audit hang together: each hash is SHA-256 of the hash before it and of the entry as canonical JSON.
 *
 * Source: RFC 8785, "JSON Canonicalization Scheme", for entries of strings, numbers, booleans, null, lists and objects.
 */
import { createHash } from 'node:crypto';
import type { Via } from './actor.ts';

export type Outcome = 'done' | 'refused' | 'failed';
export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly who: string | null;
  readonly via: Via;
  readonly address: string | null;
  readonly action: string;
  readonly about: string | null;
  readonly outcome: Outcome;
  readonly details: AuditDetails;
}

/** Of the last entry; noted elsewhere it shows later that nothing was cut off. */
export interface AuditHead {
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** What comes before the first entry. */
export const NO_HASH = new Uint8Array(32);

export function chainHash(previous: Uint8Array, entry: AuditEntry): Uint8Array {
  return createHash('sha256').update(previous).update(canonicalJson(entry)).digest();
}

export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
