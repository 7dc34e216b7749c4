/**
 * Shows the folders of the box, so that a person can choose one to protect.
 *
 * Links are not followed and not offered: a backup of a link would hold the link. Folders whose names are not UTF-8 are shown
 * and cannot be chosen themselves; a folder above them can.
 */
import { isUtf8 } from 'node:buffer';
import { constants, type Dirent } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Fault } from '../../base/index.ts';

export interface FolderOption {
  readonly name: string;
  readonly path: string;
  readonly readable: boolean;
}

export interface FolderChoice {
  readonly path: string;
  /** Null at the root. */
  readonly parent: string | null;
  readonly folders: readonly FolderOption[];
  /** Folders left out because there are too many to show. */
  readonly foldersLeftOut: number;
  readonly hiddenFolders: number;
  /** Entries directly in here that are not folders. */
  readonly otherEntries: number;
  /** Where choosing usually begins. */
  readonly places: readonly string[];
}

const SHOWN_AT_MOST = 2_000;
const LIKELY_PLACES = ['/home', '/srv', '/mnt', '/media', '/'];
const byName = new Intl.Collator(undefined, { numeric: true });

/** The folders in `folder` (absent: the home folder). Throws Fault 'input.invalid', 'backup.source.missing' or 'backup.source.unreadable'. */
export async function listFolders(folder: string | undefined, options: { hidden: boolean }): Promise<FolderChoice> {
  const here = folder === undefined ? os.homedir() : checkedFolder(folder);
  const entries = await entriesOf(here);
  const folders = entries.filter((entry) => entry.isDirectory());
  const isHidden = (entry: Dirent<Buffer>) => entry.name[0] === 0x2e;
  const wanted = folders.filter((entry) => options.hidden || !isHidden(entry)).slice(0, SHOWN_AT_MOST);
  const shown = await Promise.all(wanted.map((entry) => optionOf(here, entry.name)));
  const hiddenFolders = folders.filter(isHidden).length;
  return {
    path: here,
    parent: here === '/' ? null : path.dirname(here),
    folders: shown.sort((a, b) => byName.compare(a.name, b.name)),
    foldersLeftOut: folders.length - (options.hidden ? 0 : hiddenFolders) - shown.length,
    hiddenFolders,
    otherEntries: entries.length - folders.length,
    places: await placesOfBox(),
  };
}

/** A folder a person names: absolute, without tricks. */
export function checkedFolder(folder: string): string {
  if (!path.isAbsolute(folder) || folder.includes('\0')) {
    throw new Fault('input.invalid', 'Name the folder by its whole path, beginning with a slash.');
  }
  return path.resolve(folder);
}

async function entriesOf(folder: string): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    throw folderFault(error, folder);
  }
}

export function folderFault(error: unknown, folder: string): unknown {
  const because = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Fault('backup.source.missing', `There is no folder ${folder}.`, because);
    case 'EACCES':
    case 'EPERM':
      return new Fault('backup.source.unreadable', `The box may not look into ${folder}.`, because);
    case 'EIO':
    case 'ENODATA':
    case 'ENODEV':
      return new Fault('backup.source.unreadable', `The disk that holds ${folder} does not answer properly.`, because);
    default:
      return error;
  }
}

async function optionOf(folder: string, name: Buffer): Promise<FolderOption> {
  const text = name.toString('utf8');
  const whole = path.join(folder, text);
  const readable = isUtf8(name) && (await isReadable(whole));
  return { name: text, path: whole, readable };
}

async function isReadable(folder: string): Promise<boolean> {
  return await access(folder, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function placesOfBox(): Promise<string[]> {
  const candidates = [...new Set([os.homedir(), ...LIKELY_PLACES])];
  const isThere = await Promise.all(
    candidates.map((folder) =>
      stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    ),
  );
  return candidates.filter((_, index) => isThere[index]);
}
