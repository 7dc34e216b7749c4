/** The list of versions, fetched once for as long as no backup ends, and the lines in it: versions of the same machine and folders. */
import type { SnapshotView } from '../../../../src/api/contract/index.ts';
import { api } from '../../box/api.ts';
import { box } from '../../box/box.ts';
import { formatList, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';

let kept: { readonly state: string; readonly snapshots: Promise<readonly SnapshotView[]> } | undefined;

/** Changes whenever the list may have changed. */
export function listState(): string {
  return `${box.status?.repository} ${box.status?.recent[0]?.id ?? ''}`;
}

/** Newest first. */
export function snapshotList(): Promise<readonly SnapshotView[]> {
  const state = listState();
  if (kept?.state === state) return kept.snapshots;
  const mine = { state, snapshots: api.snapshots() };
  kept = mine;
  void mine.snapshots.catch(() => {
    if (kept === mine) kept = undefined;
  });
  return mine.snapshots;
}

export function lineOf({ hostname, paths }: Pick<SnapshotView, 'hostname' | 'paths'>): string {
  return JSON.stringify([hostname, ...paths]);
}

export function lineName({ hostname, paths }: Pick<SnapshotView, 'hostname' | 'paths'>): string {
  return t('restore.line', { host: formatName(hostname), paths: formatList(paths.map(formatName)) });
}

/** The versions beside which this one makes sense, newest first. Empty when it is not in the list. */
export function versionsBeside(snapshot: string, all: readonly SnapshotView[]): readonly SnapshotView[] {
  const own = all.find(({ id }) => id === snapshot);
  return own === undefined ? [] : all.filter((each) => lineOf(each) === lineOf(own));
}
