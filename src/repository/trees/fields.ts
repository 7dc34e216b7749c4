/**
 * Checked fields of what JSON.parse gave for a tree: each is of the right kind and range, or Fault 'repository.damaged' names it.
 *
 * As in Go, null counts as absent, and absent is zero or empty.
 */
import { Fault } from '../../base/index.ts';

export type Raw = Readonly<Record<string, unknown>>;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length === 64 && HEX.test(value);
}

const HEX = /^[0-9a-f]*$/;

export function objectOf(value: unknown, what: string): Raw {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(`${what} is no object`);
  return value as Raw;
}

export function stringOf(raw: Raw, field: string): string | undefined {
  const value = raw[field] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw badField(raw, field);
  return value.isWellFormed() ? value : value.toWellFormed();
}

export function integerOf(raw: Raw, field: string, max: number): number {
  const value = raw[field] ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) throw badField(raw, field);
  return value;
}

/** An integer of up to 64 bits; a long one comes wrapped by parseNodes. */
export function wideIntegerOf(raw: Raw, field: string, max = MAX_U64): bigint {
  const value = raw[field] ?? 0;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  const digits = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  if (typeof digits !== 'string' || !/^\d{16,20}$/.test(digits) || BigInt(digits) > max) throw badField(raw, field);
  return BigInt(digits);
}

const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** Base64 as Go takes it: with padding. Node would skip whatever is not base64. */
export function bytesOf(raw: Raw, field: string, text: unknown): Buffer {
  if (typeof text !== 'string' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw badField(raw, field);
  return Buffer.from(text, 'base64');
}

export function badField(raw: Raw, field: string): Fault {
  const name = typeof raw.name === 'string' ? JSON.stringify(raw.name.slice(0, 300)) : 'a node';
  return damaged(`${name} has a ${field} that makes no sense`);
}

export function damaged(what: string, cause?: unknown): Fault {
  return new Fault('repository.damaged', `a tree is damaged: ${what}`, { cause });
}
