/**
 * The folders people chose to protect, remembered before their first backup: an interrupted one must not look like none.
 *
 * Owns: `protected.json` in the box's state. Snapshots tell the rest, so a file that is missing or damaged is no failure.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeDurably } from '../../base/index.ts';

interface ChosenFile {
  readonly version: 1;
  readonly folders: readonly string[];
}

export class ChosenFolders {
  readonly #file: string;
  #folders: readonly string[];
  #writing: Promise<unknown> = Promise.resolve();

  static async in(state: string, log: (line: string) => void): Promise<ChosenFolders> {
    const file = path.join(state, 'protected.json');
    return new ChosenFolders(file, await readChosen(file, log));
  }

  private constructor(file: string, folders: readonly string[]) {
    this.#file = file;
    this.#folders = folders;
  }

  get all(): readonly string[] {
    return this.#folders;
  }

  /** Durable when it returns. Throws what writeDurably throws. */
  async add(folder: string): Promise<void> {
    if (!this.#folders.includes(folder)) await this.#change((folders) => [...folders.filter((each) => each !== folder), folder]);
  }

  async remove(folder: string): Promise<void> {
    await this.#change((folders) => folders.filter((each) => each !== folder));
  }

  /** One after the other: two changes must not write the same temporary file. */
  async #change(change: (folders: readonly string[]) => readonly string[]): Promise<void> {
    const turn = this.#writing.then(async () => {
      const folders = change(this.#folders);
      await writeDurably(this.#file, `${JSON.stringify({ version: 1, folders } satisfies ChosenFile, undefined, 2)}\n`);
      this.#folders = folders;
    });
    this.#writing = turn.catch(() => undefined);
    await turn;
  }
}

async function readChosen(file: string, log: (line: string) => void): Promise<readonly string[]> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log(`${file} cannot be read (${(error as Error).message}); folders without a backup are forgotten, the others stand in the backups`);
    }
    return [];
  }
}

function parse(text: string): readonly string[] {
  const { folders } = JSON.parse(text) as Partial<ChosenFile>;
  if (!Array.isArray(folders) || !folders.every((each) => typeof each === 'string' && path.isAbsolute(each))) {
    throw new TypeError('it holds no list of folders');
  }
  return [...new Set(folders)];
}
