/**
 * The programs that the repository benchmark compares, each as the command lines of the same steps.
 *
 * Owns: how each program is told to do a step, with what a user would choose: encryption on, and of borg the compression
 * that the others have (its own default, lz4, is quicker and larger).
 */
import path from 'node:path';
import type { ProgramOptions } from '../peers/programs.ts';

export type Command = readonly [string, ...string[]];

/** Where one run of one program lies. */
export interface Place {
  readonly repository: string;
  readonly passwordFile: string;
  /** Empty folder that the restore fills. */
  readonly target: string;
}

export interface Contender {
  readonly name: string;
  readonly versionOf: Command;
  readonly environment: ProgramOptions['env'];
  init(place: Place): Command;
  /** Lists the backups. */
  list(place: Place): Command;
  /** `number` counts the backups of a run. */
  backup(place: Place, folder: string, number: number): Command;
  /** Of the last backup, which is `number`. */
  restore(place: Place, number: number): Command;
  /** Reads all data. */
  check(place: Place): Command;
  /** Leaves the newest backup only; not measured. */
  forget(place: Place): Command;
  /** Frees the space of what was forgotten. */
  prune(place: Place): Command;
}

export const PASSWORD = 'benchmark';

/** Holdfast's command line carries restic's names. */
function likeRestic(name: string, versionOf: Command, begin: (place: Place) => Command): Contender {
  const step =
    (...args: string[]) =>
    (place: Place): Command => [...begin(place), ...args];
  return {
    name,
    versionOf,
    environment: {},
    init: step('init'),
    list: step('snapshots'),
    backup: (place, folder) => step('backup', folder)(place),
    restore: (place) => step('restore', 'latest', '--target', place.target)(place),
    check: step('check', '--read-data'),
    forget: step('forget', '--keep-last', '1'),
    prune: step('prune'),
  };
}

const HOLDFAST = path.join(import.meta.dirname, '../../scripts/holdfast');

export const CONTENDERS: readonly Contender[] = [
  likeRestic('holdfast', [HOLDFAST, '--version'], ({ repository, passwordFile }) => [
    HOLDFAST,
    '--repo',
    repository,
    '--password-file',
    passwordFile,
    '--quiet',
  ]),
  // restic keeps its cache, as a user's would, in a folder that goes with the repository.
  likeRestic('restic', ['restic', 'version'], ({ repository, passwordFile }) => [
    'restic',
    '--repo',
    repository,
    '--password-file',
    passwordFile,
    '--cache-dir',
    `${repository}.cache`,
    '--quiet',
  ]),
  {
    name: 'borg',
    versionOf: ['borg', '--version'],
    environment: { BORG_PASSPHRASE: PASSWORD, BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'no' },
    init: ({ repository }) => ['borg', 'init', '--encryption', 'repokey', repository],
    list: ({ repository }) => ['borg', 'list', repository],
    backup: ({ repository }, folder, number) => ['borg', 'create', '--compression', 'zstd,3', `${repository}::run-${number}`, folder],
    restore: ({ repository }, number) => ['borg', 'extract', `${repository}::run-${number}`],
    check: ({ repository }) => ['borg', 'check', '--verify-data', repository],
    forget: ({ repository }) => ['borg', 'prune', '--keep-last', '1', repository],
    prune: ({ repository }) => ['borg', 'compact', repository],
  },
];
