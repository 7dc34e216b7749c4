/**
 * What a disk may hold after a power cut: built from a record of what was written, synced, renamed and removed.
 *
 * The disk is as unkind as POSIX allows. Of bytes that no fsync covers, any blocks of 512 B or 4 KiB may be missing. Of names that were
 * made, moved or removed in a folder since its last fsync, any may be undone, in any combination; a rename within a folder is one step.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Recorded } from './file-calls.ts';

interface File {
  /** All that was written, and how much of it an fsync covers. */
  bytes: Buffer;
  synced: number;
}

/** One step in a folder that may be undone by a power cut as long as the folder is not synced. */
interface NameStep {
  readonly name: string;
  /** Undefined takes the name away. */
  readonly file: File | undefined;
  /** The name that goes with this step, when a file was renamed within the folder. */
  readonly from: string | undefined;
}

type Random = (below: number) => number;

export class CrashingDisk {
  /** Names whose last step is durable. */
  readonly #durable = new Map<string, File>();
  /** Names as the program sees them. */
  readonly #seen = new Map<string, File>();
  readonly #pending = new Map<string, NameStep[]>();

  /** `files` are there, and durable, before anything is recorded. */
  constructor(files: ReadonlyMap<string, Buffer>) {
    for (const [name, bytes] of files) {
      const file = { bytes, synced: bytes.length };
      this.#durable.set(name, file);
      this.#seen.set(name, file);
    }
  }

  apply(recorded: Recorded): void {
    const { call, name } = recorded;
    if (call === 'open') this.#step({ name, file: { bytes: Buffer.alloc(0), synced: 0 }, from: undefined });
    else if (call === 'unlink') this.#step({ name, file: undefined, from: undefined });
    else if (call === 'rename') this.#rename(name, recorded.to);
    else if (call === 'write') {
      const file = this.#seen.get(name)!;
      file.bytes = Buffer.concat([file.bytes, Buffer.from(recorded.bytes, 'base64')]);
    } else if (call === 'sync') this.#sync(name);
  }

  /** One of the states that a power cut may leave now. */
  state(random: Random): Map<string, Buffer> {
    const names = new Map(this.#durable);
    for (const steps of this.#pending.values()) {
      const mood = random(4);
      const isKept = (at: number): boolean => (mood === 0 ? false : mood === 1 ? true : mood === 2 ? at < length : random(2) === 0);
      const length = random(steps.length + 1);
      for (const [at, step] of steps.entries()) if (isKept(at)) take(names, step);
    }
    return new Map([...names].map(([name, file]) => [name, torn(file, random)]));
  }

  #step(step: NameStep): void {
    take(this.#seen, step);
    const folder = path.dirname(step.name);
    this.#pending.set(folder, [...(this.#pending.get(folder) ?? []), step]);
  }

  /** Between folders, either half may come to pass without the other. */
  #rename(name: string, to: string): void {
    const file = this.#seen.get(name);
    const isWithin = path.dirname(name) === path.dirname(to);
    this.#step({ name: to, file, from: isWithin ? name : undefined });
    if (!isWithin) this.#step({ name, file: undefined, from: undefined });
  }

  #sync(name: string): void {
    const file = this.#seen.get(name);
    if (file) file.synced = file.bytes.length;
    for (const step of this.#pending.get(name) ?? []) take(this.#durable, step);
    this.#pending.delete(name);
  }
}

function take(names: Map<string, File>, { name, file, from }: NameStep): void {
  if (from !== undefined) names.delete(from);
  if (file) names.set(name, file);
  else names.delete(name);
}

/** The file as it may be found: whole where it is synced, else with blocks that did not get to the disk. */
function torn({ bytes, synced }: File, random: Random): Buffer {
  if (synced === bytes.length) return bytes;
  const mood = random(3);
  if (mood === 0) return bytes.subarray(0, synced);
  if (mood === 1) return bytes;
  const block = random(2) === 0 ? 512 : 4096;
  const found = Buffer.alloc(bytes.length);
  bytes.copy(found, 0, 0, synced);
  let end = synced;
  for (let at = synced - (synced % block); at < bytes.length; at += block) {
    if (random(2) === 0) continue;
    const [from, to] = [Math.max(at, synced), Math.min(at + block, bytes.length)];
    bytes.copy(found, from, from, to);
    end = to;
  }
  return found.subarray(0, random(2) === 0 ? end : bytes.length);
}

export function readRecord(file: string): Recorded[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Recorded);
}
