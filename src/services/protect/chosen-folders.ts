/**
 * The folders people chose to protect, remembered before their first backup: an interrupted one must not look like none.
 *
 * Owns: the catalog's table `folders`. Snapshots tell the rest, so a list that is lost is no failure.
 */
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../../box/catalog/index.ts';

/** Where earlier versions kept the list. */
const FORMER_FILE = 'protected.json';

export class ChosenFolders {
  readonly #catalog: Catalog;

  static async in(state: string, catalog: Catalog, log: (line: string) => void): Promise<ChosenFolders> {
    await takeOver(path.join(state, FORMER_FILE), catalog, log);
    return new ChosenFolders(catalog);
  }

  private constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** In the order in which they were chosen. */
  async all(): Promise<string[]> {
    const rows = await this.#catalog.all<{ path: string }>('SELECT path FROM folders ORDER BY chosen_at, rowid');
    return rows.map((row) => row.path);
  }

  /** Durable when it returns. */
  async add(folder: string): Promise<void> {
    await this.#catalog.run('INSERT INTO folders VALUES (?, ?) ON CONFLICT DO NOTHING', folder, new Date().toISOString());
  }

  async remove(folder: string): Promise<void> {
    await this.#catalog.run('DELETE FROM folders WHERE path = ?', folder);
  }
}

/** Durable in the catalog before the file goes; a file that holds no list is kept under another name. */
async function takeOver(file: string, catalog: Catalog, log: (line: string) => void): Promise<void> {
  let folders: readonly string[];
  try {
    folders = parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    await rename(file, `${file}.damaged`);
    log(`${file} cannot be read (${(error as Error).message}); folders without a backup are forgotten, the others stand in the backups`);
    return;
  }
  const now = new Date().toISOString();
  await catalog.transaction(async (sql) => {
    for (const folder of folders) await sql.run('INSERT INTO folders VALUES (?, ?) ON CONFLICT DO NOTHING', folder, now);
  });
  await rm(file);
}

function parse(text: string): readonly string[] {
  const { folders } = JSON.parse(text) as { folders?: unknown };
  if (!Array.isArray(folders) || !folders.every((each) => typeof each === 'string' && path.isAbsolute(each))) {
    throw new TypeError('it holds no list of folders');
  }
  return folders;
}
