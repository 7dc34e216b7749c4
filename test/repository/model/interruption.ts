/**
 * A store that breaks off the work of whoever uses it: cancels it at the nth call, or takes the power away at the nth lasting change.
 *
 * Without power no call does anything any more, so locks stay, and a file that was being written stays under its temporary name.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FileKind, StagedFile, Store } from '../../../src/repository/stores/store.ts';

export interface Break {
  /** Power goes before the change, or when it is made and nobody heard of it. */
  readonly how: 'cancelled' | 'power lost before' | 'power lost after';
  /** 1 is the first call when cancelled, else the first commit or removal. */
  readonly at: number;
}

/** What happened to the one whose power went. */
export class PowerLost extends Error {}

export interface BreakingStore {
  readonly store: Store;
  readonly signal: AbortSignal;
}

export function breaking({ how, at }: Break, store: Store): BreakingStore {
  const cancelled = new AbortController();
  let calls = 0;
  let isDark = false;
  const call = async <T>(work: () => Promise<T>, isChange = false): Promise<T> => {
    if (isDark) throw new PowerLost();
    const isIt = (isChange || how === 'cancelled') && ++calls === at;
    if (isIt && how === 'cancelled') cancelled.abort();
    if (!isIt || how === 'cancelled') return await work();
    isDark = true;
    if (how === 'power lost after') await work();
    throw new PowerLost();
  };
  const breakingStore: Store = {
    location: store.location,
    create: () => call(() => store.create()),
    async *list(kind) {
      yield* await call(async () => store.list(kind));
    },
    stat: (kind, name) => call(() => store.stat(kind, name)),
    read: (kind, name, range) => call(() => store.read(kind, name, range)),
    stage: (kind) => call(async () => staged(await store.stage(kind), kind)),
    remove: (kind, name) => call(() => store.remove(kind, name), true),
    sweep: () => call(() => store.sweep(), true),
  };
  const staged = (file: StagedFile, kind: FileKind): StagedFile => ({
    append: (bytes) => call(() => file.append(bytes)),
    commit: (name) => call(() => file.commit(name), true),
    async [Symbol.asyncDispose]() {
      await file[Symbol.asyncDispose]();
      if (isDark) leaveHalfWritten(store, kind);
    },
  });
  return { store: breakingStore, signal: cancelled.signal };
}

/** What a writer that was cut off leaves. */
export function leaveHalfWritten({ location }: Store, kind: FileKind): void {
  writeFileSync(path.join(location, kind === 'config' ? '' : kind, `tmp-${randomBytes(8).toString('hex')}`), 'half');
}
