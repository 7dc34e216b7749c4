/**
 * Which snapshots a command line means: ids and filters.
 *
 * As with restic: several hosts are alternatives, each --tag is a list whose tags must all be there while several --tag are
 * alternatives, every --path must be among the snapshot's. Ids are taken as they are; filters then narrow down only what `latest` means.
 */
import { Fault } from '../base/index.ts';
import { type GroupKey, groupSnapshots, latestOf, type Snapshot } from '../repository/index.ts';
import { invalid } from './arguments.ts';
import type { OptionTable, Session } from './command.ts';
import { tagsOf } from './repository-access.ts';

export const CHOICE_OPTIONS: OptionTable = {
  host: { type: 'string', short: 'H', multiple: true, value: 'NAME', help: 'only snapshots of this machine' },
  tag: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'only snapshots with all of these tags' },
  path: { type: 'string', multiple: true, value: 'PATH', help: 'only snapshots of this path' },
};

/**
 * Picks from all snapshots, in their order; `names` are what was typed behind the command, unless given.
 * Throws 'snapshot.unknown' and 'snapshot.ambiguous' for ids that mean not exactly one.
 */
export function snapshotChoice(
  { arguments: { positionals, texts } }: Session,
  names: readonly string[] = positionals,
): (all: readonly Snapshot[]) => Snapshot[] {
  const filter = { hosts: texts('host'), tagLists: texts('tag').map((list) => tagsOf([list])), paths: texts('path') };
  return (all) => {
    const filtered = all.filter((snapshot) => matches(snapshot, filter));
    const isAskedFor = filter.tagLists.length > 0 || filter.paths.length > 0;
    return names.length === 0 ? filtered : named(names, all, () => latestOf(filtered, { isAskedFor }));
  };
}

/**
 * The same where a name may also mean one that cannot be read. Throws 'snapshot.ambiguous' when it begins the ids of several,
 * whole or damaged.
 */
export function choiceWithDamaged(session: Session) {
  const { positionals } = session.arguments;
  const isIn = (ids: readonly string[]) => (name: string) => name !== '' && ids.some((id) => id.startsWith(name));
  return {
    choose: (all: readonly Snapshot[], damagedIds: readonly string[]): Snapshot[] => {
      const names = positionals.filter((name) => !isIn(damagedIds)(name));
      return positionals.length > 0 && names.length === 0 ? [] : snapshotChoice(session, names)(all);
    },
    chooseDamaged: (damagedIds: readonly string[], all: readonly Snapshot[]): string[] => {
      const ids = [...damagedIds, ...all.map(({ id }) => id)];
      return positionals.filter(isIn(damagedIds)).map((name) => pickId(ids, name));
    },
  };
}

/** `host,paths`, `tags`, or nothing at all for one group. */
export function groupKeysOf(text: string): GroupKey[] {
  const keys = { host: 'host', paths: 'paths', path: 'paths', tags: 'tags', tag: 'tags' } as const;
  const words = text.split(',').flatMap((word) => word.trim() || []);
  return words.map((word) => {
    const key = Object.hasOwn(keys, word) ? keys[word as keyof typeof keys] : undefined;
    if (!key) throw invalid(`snapshots can be grouped by host, paths and tags, not by '${word}'.`);
    return key;
  });
}

/** The last `count` of each group, in the order they came in. */
export function lastOfEach(all: readonly Snapshot[], count: number): Snapshot[] {
  const kept = new Set(groupSnapshots(all, ['host', 'paths']).flatMap(({ snapshots }) => snapshots.slice(-count)));
  return all.filter((snapshot) => kept.has(snapshot));
}

interface Filter {
  readonly hosts: readonly string[];
  readonly tagLists: readonly (readonly string[])[];
  readonly paths: readonly string[];
}

function matches({ hostname, tags = [], paths }: Snapshot, filter: Filter): boolean {
  return (
    (filter.hosts.length === 0 || filter.hosts.includes(hostname ?? '')) &&
    (filter.tagLists.length === 0 || filter.tagLists.some((list) => list.every((tag) => tags.includes(tag)))) &&
    filter.paths.every((path) => paths.includes(path))
  );
}

function named(names: readonly string[], all: readonly Snapshot[], latest: () => Snapshot): Snapshot[] {
  const ids = all.map(({ id }) => id);
  const wanted = new Set(names.map((name) => (name === 'latest' ? latest().id : pickId(ids, name))));
  return all.filter(({ id }) => wanted.has(id));
}

function pickId(ids: readonly string[], prefix: string): string {
  const found = ids.filter((id) => prefix !== '' && id.startsWith(prefix));
  if (found.length === 0) throw new Fault('snapshot.unknown', `No snapshot has an id that begins with '${prefix}'.`);
  if (found.length > 1)
    throw new Fault('snapshot.ambiguous', `${found.length} snapshots have an id that begins with '${prefix}'; give more of it.`);
  return found[0]!;
}
