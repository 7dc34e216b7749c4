/**
 * Makes a box snapshot: the catalog and what is to be known of it, encrypted like everything in the repository.
 *
 * Owns: whether one is due, what goes in, and which earlier ones go. The folder of sealed keys does not go in: the repository is opened by
 * those keys, or by a passphrase; inside it they would help nobody who stands outside, and whoever is inside could open, besides
 * the backups, what the keys seal on other machines. Stock restic lists and restores it.
 */
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Marks, packForTravel } from '../../box/catalog/index.ts';
import { BOX_TAG, backup, type ForgetOptions, forget, isBoxSnapshot, type Repository, type Snapshot } from '../../repository/index.ts';
import { aboutText } from './about.ts';
import { ABOUT_NAME, boxSource, CATALOG_NAME } from './box-source.ts';
import { boxSnapshots, type Tell } from './find.ts';

export interface Saving {
  /** The catalog's copy, which is not changed. */
  readonly copy: string;
  /** Made for this and removed; on the disk of the copy, and for nobody else to read. */
  readonly staging: string;
  readonly host: string;
  /** When the copy was made, milliseconds since 1970. */
  readonly now: number;
  /** The last box snapshot as far as the caller knows; looked for when it does not. */
  readonly last: Last | undefined;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

export interface Last {
  readonly time: string;
  readonly marks: Marks;
}

/** 'waiting': only history grew, and the last one is younger than a day. */
export type Saved =
  | { readonly kind: 'written'; readonly snapshotId: string; readonly last: Last }
  | { readonly kind: 'unchanged' | 'waiting'; readonly last: Last };

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT = { last: 2, periods: { daily: 7, weekly: 4 } };

/** Throws the Faults of backup and forget; what was acknowledged before stays. */
export async function saveBoxSnapshot(repository: Repository, saving: Saving): Promise<Saved> {
  const { staging, signal } = saving;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  try {
    const file = path.join(staging, CATALOG_NAME);
    await copyFile(saving.copy, file);
    const { marks, edition } = packForTravel(file);
    const last = saving.last ?? (await lastOf(repository, saving));
    if (last?.marks.everything === marks.everything) return { kind: 'unchanged', last };
    if (last && !isDue(last, marks, saving.now)) return { kind: 'waiting', last };
    const time = new Date(saving.now).toISOString();
    const about = aboutText({ version: 1, time, edition, repository: repository.id, host: saving.host, marks });
    await writeFile(path.join(staging, ABOUT_NAME), about, { mode: 0o600 });
    // Without a parent, so that everything is read: what has the same content costs no room all the same.
    const options = { signal, hostname: saving.host, time, tags: [BOX_TAG], parent: 'none', workers: 1 };
    const { snapshot } = await backup(repository, boxSource(staging), options);
    return { kind: 'written', snapshotId: snapshot!.id, last: { time, marks } };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

export interface Thinning {
  readonly host: string;
  readonly now: number;
  /** The one that was just made: it stays, whatever clocks say. */
  readonly spare: string;
  readonly signal: AbortSignal;
}

/** Removes the box snapshots of this host that are no longer needed; people's snapshots are never looked at. Throws the Faults of forget. */
export async function thinOut(repository: Repository, { host, now, spare, signal }: Thinning): Promise<number> {
  const isOwn = (each: Snapshot) => isBoxSnapshot(each) && each.hostname === host && each.id !== spare;
  const options: ForgetOptions = {
    signal,
    policy: KEPT,
    groupBy: [],
    clock: () => now,
    choose: (all) => all.filter(isOwn),
    onDamage: () => {},
  };
  // Removing needs the repository for itself; whether there is anything to remove does not.
  const foreseen = await forget(repository, { ...options, dryRun: true });
  if (foreseen.every(({ remove }) => remove.length === 0)) return 0;
  const groups = await forget(repository, options);
  return groups.reduce((sum, { remove }) => sum + remove.length, 0);
}

async function lastOf(repository: Repository, { signal, tell }: Saving): Promise<Last | undefined> {
  return (await boxSnapshots(repository, signal, tell))[0]?.about;
}

/** A time of the future is a clock that was wrong. */
function isDue(last: Last, marks: Marks, now: number): boolean {
  const age = now - Date.parse(last.time);
  return last.marks.chosen !== marks.chosen || age < 0 || age >= DAY_MS;
}
