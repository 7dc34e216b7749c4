/** `find`: files by name, size and time across snapshots, and what a blob, tree or pack is for. */
import type { ByteString } from '../../base/index.ts';
import { type FindIn, type FindOptions, type Found, type FoundObject, find, findObjects, type Snapshot } from '../../repository/index.ts';
import { bytesOf, invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { parseSize, parseTime, timeText } from '../format.ts';
import { foundJson, longLine } from '../node-text.ts';
import { withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, snapshotChoice } from '../snapshot-choice.ts';
import { jsonName, shownName, typedName } from '../terminal-text.ts';

const KINDS = ['blob', 'tree', 'pack'] as const;
const FILTERS = ['size-from', 'size-to', 'oldest', 'newest'] as const;

export const findCommand: Command = {
  name: 'find',
  summary: 'Finds files by name, size and time, in all snapshots or some',
  usage: 'PATTERN ...',
  details: [
    "A PATTERN is a name with *, ?, [a-z] and [^a-z], or several with slashes between; ** stands for any number of folders. One that begins with a slash starts at the snapshot's root. What lies below a match matches too. Put patterns in quotes, or the shell takes them. With a size or a time PATTERN may be left out.",
    '',
    'With --blob, --tree or --pack, PATTERN is the beginning of an id: found is what needs it.',
    '',
    'With --json: an array; for each snapshot with finds its id, the matches and their number (hits), or for each blob or tree where it was found. A name that is not UTF-8 has its bytes in base64 beside it (path_raw).',
  ].join('\n'),
  options: {
    'ignore-case': { type: 'boolean', short: 'i', help: 'upper and lower case are the same' },
    'size-from': { type: 'string', value: 'SIZE', help: 'only files of at least this size, such as 1.5G or 200k' },
    'size-to': { type: 'string', value: 'SIZE', help: 'only files of at most this size' },
    oldest: {
      type: 'string',
      short: 'O',
      value: 'TIME',
      help: "only what was changed at this time or later: '2026-11-22', '2026-11-22 04:18'",
    },
    newest: { type: 'string', short: 'N', value: 'TIME', help: 'only what was changed at this time or before' },
    long: { type: 'boolean', short: 'l', help: 'also mode, owner, size, time and link target' },
    blob: { type: 'boolean', help: 'PATTERN is the id of a blob of data' },
    tree: { type: 'boolean', help: 'PATTERN is the id of a tree' },
    pack: { type: 'boolean', help: 'PATTERN is the id of a pack' },
    snapshot: { type: 'string', short: 's', multiple: true, value: 'ID', help: 'only in this snapshot, or latest' },
    ...CHOICE_OPTIONS,
  },
  repository: 'reads',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const kinds = KINDS.filter((kind) => session.arguments.flag(kind));
    const [kind] = kinds;
    if (kinds.length > 1) throw invalid('--blob, --tree and --pack cannot stand together.');
    const options = fileOptionsOf(session, kind !== undefined);
    const { positionals: ids } = session.arguments;
    return await withRepository(session, async (repository) => {
      let damaged = 0;
      const place = placeOf(session, () => damaged++);
      if (kind) await tellObjects(session, findObjects(repository, { ...place, kind, ids: ids.map((id) => id.toLowerCase()) }));
      else await tellFiles(session, find(repository, { ...place, ...options }));
      return damaged > 0 ? EXIT.incomplete : EXIT.done;
    });
  },
};

function fileOptionsOf({ arguments: given }: Session, isForObjects: boolean): Omit<FindOptions, keyof FindIn> {
  const filters = FILTERS.filter((name) => given.text(name) !== undefined);
  if (isForObjects && (filters.length > 0 || given.flag('ignore-case') || given.flag('long')))
    throw invalid('--blob, --tree and --pack look for ids; they take no size, no time, no --ignore-case and no --long.');
  if (given.positionals.length === 0 && (isForObjects || filters.length === 0))
    throw invalid(`'find' needs more: holdfast find ${findCommand.usage}.`);
  const size = (name: string) => parsedOption(name, given.text(name), parseSize, 'a size such as 500k, 20M or 1.5G');
  const time = (name: string) =>
    parsedOption(name, given.text(name), parseTime, "a time such as '2026-11-22' or '2026-11-22 04:18:03'")?.epochNanoseconds;
  return {
    patterns: isForObjects ? [] : given.positionals.map((pattern) => typedName(bytesOf(pattern))),
    ignoreCase: given.flag('ignore-case'),
    leastBytes: size('size-from'),
    mostBytes: size('size-to'),
    oldestNs: time('oldest'),
    newestNs: time('newest'),
  };
}

function parsedOption<T>(name: string, text: string | undefined, parse: (text: string) => T | undefined, form: string): T | undefined {
  if (text === undefined) return undefined;
  const value = parse(text);
  if (value === undefined) throw invalid(`--${name} takes ${form}, not '${text}'.`);
  return value;
}

function placeOf(session: Session, count: () => void): FindIn {
  return {
    choose: snapshotChoice(session, session.arguments.texts('snapshot')),
    noLock: session.arguments.flag('no-lock'),
    signal: session.signal,
    onDamage: ({ message }, { snapshot, path }) => {
      count();
      const told = `${message} What lies below in snapshot ${snapshot.id.slice(0, 8)} was not looked at.`;
      session.output.problem({ kind: 'tree damaged', path, message: told });
    },
    onDamagedSnapshot: ({ message }) => {
      count();
      session.output.problem({ kind: 'snapshot damaged', message: `${message} It was not looked into.` });
    },
  };
}

/** Snapshot by snapshot as they are found, so that nothing is kept. */
async function tellFiles({ output, arguments: { flag } }: Session, found: AsyncIterable<Found>): Promise<void> {
  let current: Snapshot | undefined;
  let hits = 0;
  const end = () => (current ? `],"hits":${hits},"snapshot":"${current.id}"}` : '');
  if (output.isJson) await output.write('[');
  for await (const { snapshot, path, node } of found) {
    const isFirst = snapshot.id !== current?.id;
    const full = `/${path}` as ByteString;
    if (output.isJson) {
      const before = isFirst ? `${end()}${current ? ',' : ''}{"matches":[` : ',';
      await output.write(before + output.jsonText(foundJson(full, node)));
    } else {
      if (isFirst) await output.lines([...(current ? [''] : []), headline(snapshot)]);
      await output.line(flag('long') ? longLine(full, node) : shownName(full));
    }
    hits = isFirst ? 1 : hits + 1;
    current = snapshot;
  }
  if (output.isJson) await output.write(`${end()}]\n`);
  else if (!current) output.note('nothing was found');
}

function headline({ id, time }: Snapshot): string {
  return `in snapshot ${id.slice(0, 8)} of ${timeText(time)}:`;
}

async function tellObjects({ output }: Session, found: AsyncIterable<FoundObject>): Promise<void> {
  let count = 0;
  if (output.isJson) await output.write('[');
  for await (const { type, id, snapshot, path, parentTree } of found) {
    const full = `/${path}` as ByteString;
    const [word, owner] = type === 'tree' ? ['tree', 'folder'] : ['blob', 'file'];
    if (output.isJson) {
      const parent = parentTree === undefined ? {} : { parent_tree: parentTree };
      const object = { object_type: word, id, ...jsonName('path', full), ...parent, snapshot: snapshot.id, time: snapshot.time };
      await output.write((count > 0 ? ',' : '') + output.jsonText(object));
    } else {
      const holder = parentTree === undefined ? '' : ` (tree ${parentTree})`;
      await output.lines([`${word} ${id}`, `  ${owner} ${shownName(full)}${holder}`, `  ${headline(snapshot).slice(0, -1)}`]);
    }
    count++;
  }
  if (output.isJson) await output.write(']\n');
  else if (count === 0) output.note('nothing was found');
}
