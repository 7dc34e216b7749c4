/** The three parts of the scale benchmark: what each sets up, and the steps that it measures. */
import path from 'node:path';
import { openRepository, openStore } from '../../src/repository/index.ts';
import { mustRun } from '../peers/programs.ts';
import { type Bed, makeBed, type Scratch } from './bed.ts';
import { CONTENDERS, type Command, type Contender, PASSWORD } from './contenders.ts';
import { dataset } from './dataset.ts';
import { LINKS_PER_FOLDER, type TreeShape } from './generated-tree.ts';
import { addLargeIndex } from './large-index.ts';
import { type Measured, warm } from './measure.ts';
import { smallFiles } from './small-files.ts';

/** A step, measured with each contender of the part in turn. */
export interface MeasuredStep {
  readonly name: string;
  readonly measured: readonly Measured[];
}

export interface Part {
  /** What was measured, in a line. */
  readonly about: string;
  readonly contenders: readonly string[];
  readonly steps: readonly MeasuredStep[];
}

const COMPARED = CONTENDERS.filter(({ name }) => name === 'holdfast' || name === 'restic');
const OURS = COMPARED[0]!;
const GIB = 2 ** 30;

/** Each program gets its own copy of one repository: packs are linked, since no backup changes one. */
export async function measureIndex(scratch: Scratch, options: { blobs: number; dataGib: number }): Promise<Part> {
  const data = await dataset(options.dataGib);
  await warm(data.folder);
  const contenders = COMPARED.map(({ name }) => name);
  const steps: MeasuredStep[] = [];
  let bytes = 0;
  for (const blobs of [0, options.blobs]) {
    const original = await makeBed(scratch, `index-${blobs}`, OURS);
    await original.run(OURS.init(original.place));
    if (blobs > 0) bytes = await addLargeIndex(await openRepository(openStore(original.place.repository), PASSWORD), blobs);
    const label = blobs === 0 ? 'empty' : `${counted(blobs)} blobs`;
    const ofEach = await forEach(scratch, `index-${blobs}`, async (contender, bed) => {
      await mustRun('cp', ['-al', original.place.repository, bed.place.repository]);
      return await backups(contender, bed, data.folder);
    });
    steps.push(...inSteps(ofEach, (step) => `${label}: ${step}`));
    await original.remove();
  }
  const about = `an index of ${counted(options.blobs)} blobs, ${(bytes / GIB).toFixed(0)} GiB of packs; ${data.files} files, ${(data.bytes / GIB).toFixed(2)} GiB saved`;
  return { about, contenders, steps };
}

export async function measureFiles(scratch: Scratch, options: { files: number }): Promise<Part> {
  const folder = await smallFiles(options.files);
  const ofEach = await forEach(scratch, 'files', async (contender, bed) => {
    await bed.run(contender.init(bed.place));
    await bed.run(['sh', '-c', 'find "$1" -type f -exec cat {} + > /dev/null', 'sh', folder]); // into the page cache
    return await backups(contender, bed, folder);
  });
  return { about: `${counted(options.files)} small files`, contenders: COMPARED.map(({ name }) => name), steps: inSteps(ofEach) };
}

/** No peer can save a tree that is on no disk. The second backup of each reads the trees of the first beside the source. */
export async function measureTree(scratch: Scratch, options: { entries: number; inOneFolder: number }): Promise<Part> {
  const all = options.entries;
  const sizes = [Math.ceil(all / 100), Math.ceil(all / 10), all];
  const shapes: TreeShape[] = sizes.map((links) => ({ links, inOneFolder: 0 }));
  shapes.push({ links: options.inOneFolder, inOneFolder: options.inOneFolder });
  const steps: MeasuredStep[] = [];
  for (const shape of shapes) {
    const bed = await makeBed(scratch, `tree-${shape.links}-${shape.inOneFolder}`, OURS);
    await bed.run(OURS.init(bed.place));
    for (const step of ['first', 'again']) {
      const name = `${shapeText(shape)}: ${step}`;
      console.error(name);
      steps.push({ name, measured: [await bed.measure(savingProcess(bed.place.repository, shape))] });
    }
    await bed.remove();
  }
  return { about: `trees of up to ${counted(all)} links, in folders of ${counted(LINKS_PER_FOLDER)}`, contenders: [OURS.name], steps };
}

function savingProcess(repository: string, { links, inOneFolder }: TreeShape): Command {
  const node = path.join(import.meta.dirname, '../../scripts/node');
  return [node, path.join(import.meta.dirname, 'save-generated-tree.ts'), repository, String(links), String(inOneFolder)];
}

function shapeText({ links, inOneFolder }: TreeShape): string {
  return inOneFolder === 0 ? counted(links) : `${counted(links)} in one folder`;
}

async function backups(contender: Contender, { place, measure }: Bed, folder: string): Promise<Map<string, Measured>> {
  const steps = new Map<string, Measured>();
  steps.set('first backup', await measure(contender.backup(place, folder, 1)));
  steps.set('unchanged backup', await measure(contender.backup(place, folder, 2)));
  steps.set('snapshots', await measure(contender.list(place)));
  return steps;
}

async function forEach<Result>(
  scratch: Scratch,
  name: string,
  work: (contender: Contender, bed: Bed) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const contender of COMPARED) {
    console.error(`${name}: ${contender.name}`);
    const bed = await makeBed(scratch, `${name}-${contender.name}`, contender);
    results.push(await work(contender, bed));
    await bed.remove();
  }
  return results;
}

function inSteps(ofEach: readonly ReadonlyMap<string, Measured>[], nameOf = (step: string) => step): MeasuredStep[] {
  return [...ofEach[0]!.keys()].map((step) => ({ name: nameOf(step), measured: ofEach.map((steps) => steps.get(step)!) }));
}

function counted(count: number): string {
  return count.toLocaleString('en');
}
