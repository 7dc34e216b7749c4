/** A folder in which one program works on a repository: its place, and steps there, measured or not. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from '../peers/programs.ts';
import { type Command, type Contender, PASSWORD, type Place } from './contenders.ts';
import { type Measured, measure } from './measure.ts';

/** Where beds are made, and whether they stay. */
export interface Scratch {
  readonly folder: string;
  readonly keep: boolean;
}

export interface Bed {
  readonly place: Place;
  run(command: Command): Promise<void>;
  measure(command: Command): Promise<Measured>;
  /** Takes it away, unless beds are kept. */
  remove(): Promise<void>;
}

/** The repository is yet to be made. */
export async function makeBed(scratch: Scratch, name: string, { environment }: Contender): Promise<Bed> {
  const folder = path.join(scratch.folder, name);
  await fs.mkdir(folder, { recursive: true });
  const place = { repository: path.join(folder, 'repository'), passwordFile: path.join(folder, 'password'), target: folder };
  await fs.writeFile(place.passwordFile, PASSWORD);
  const where = { cwd: folder, env: environment ?? {} };
  return {
    place,
    run: async ([file, ...args]) => {
      await mustRun(file, args, { ...where, timeoutMs: 600_000 });
    },
    measure: async (command) => {
      const measured = await measure(command, folder, where);
      console.error(
        `  ${measured.wallSeconds} s, CPU ${measured.cpuSeconds.toFixed(1)} s, ${(measured.peakBytes / 2 ** 20).toFixed(0)} MiB`,
      );
      return measured;
    },
    remove: async () => {
      if (!scratch.keep) await fs.rm(folder, { recursive: true, force: true });
    },
  };
}
