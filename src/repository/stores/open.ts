/** Opens a store by what a user types: today a folder's path. One line a kind of place. */
import { Fault } from '../../base/index.ts';
import { folderStore } from './folder.ts';
import type { Store } from './store.ts';

/** Prefixes that name other places; they are refused by name, so that nobody finds a folder called `s3:` later. */
const OTHER_PLACES = /^(s3|rest|sftp|b2|azure|gs|swift|rclone):/;

export function openStore(location: string): Store {
  if (location === '') throw new Fault('input.invalid', 'No repository is named. Give the folder that holds it, or shall hold it.');
  const place = OTHER_PLACES.exec(location)?.[1];
  if (place) throw new Fault('input.invalid', `A repository at '${place}:' cannot be opened yet; give a folder.`);
  return folderStore(location);
}
