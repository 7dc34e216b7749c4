/**
 * A folder of generated files that resembles a person's: many small texts, some big ones, media that do not compress, a disk image.
 *
 * Owns: the same bytes from the same size on every machine, and a change of one percent that can be taken back. Every file's content is
 * a function of its path, so a changed file is restored by making it again.
 */
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filled, incompressible, numbers, prose, wordOf } from './seeded.ts';

export interface Dataset {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** Changes about one percent: small files and texts edited, pieces of the disk image overwritten, a media file new. */
  change(): Promise<void>;
  undoChange(): Promise<void>;
}

interface PlannedFile {
  readonly name: string;
  readonly kind: 'text' | 'json' | 'code' | 'media' | 'image';
  readonly sizeBytes: number;
}

const VERSION = 1;
const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const NEW_FILE = 'Pictures/new.jpg';

/** Makes the folder below the system's temporary folder, or finds it there from an earlier run. */
export async function dataset(sizeGib: number): Promise<Dataset> {
  const plan = planFor(sizeGib);
  const home = path.join(tmpdir(), `holdfast-bench-data-v${VERSION}-${sizeGib}`);
  const folder = path.join(home, 'data');
  const complete = path.join(home, 'complete');
  if (!existsSync(complete)) {
    await fs.rm(home, { recursive: true, force: true });
    for (const file of plan) await make(folder, file);
    await fs.writeFile(complete, '');
  }
  const image = plan.find(({ kind }) => kind === 'image')!;
  const edited = plan.filter(({ kind }, index) => kind !== 'media' && kind !== 'image' && index % 100 === 7);
  const undoChange = async () => {
    for (const file of edited) await make(folder, file);
    await overwriteImage(folder, image, false);
    await fs.rm(path.join(folder, NEW_FILE), { force: true });
  };
  await undoChange(); // An earlier run may have been ended between change and undo.
  return {
    folder,
    files: plan.length,
    bytes: plan.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    change: async () => {
      for (const file of edited) await edit(folder, file);
      await overwriteImage(folder, image, true);
      await make(folder, { name: NEW_FILE, kind: 'media', sizeBytes: 5 * MIB });
    },
    undoChange,
  };
}

/** A fixed share of each kind: 13 % small files, 12 % big texts, 21 % disk image, the rest media. */
function planFor(sizeGib: number): PlannedFile[] {
  const random = numbers('plan');
  const total = sizeGib * GIB;
  const plan: PlannedFile[] = [];
  const add = (share: number, next: (index: number) => PlannedFile) => {
    let bytes = 0;
    for (let index = 0; bytes < share * total; index++) {
      const file = next(index);
      bytes += file.sizeBytes;
      plan.push(file);
    }
  };
  const kinds = ['text', 'json', 'code'] as const;
  const endings = { text: 'txt', json: 'json', code: 'js' } as const;
  add(0.13, (index) => {
    const kind = kinds[index % 3]!;
    const sizeBytes = Math.floor(200 * ((60 * KIB) / 200) ** random());
    return { kind, sizeBytes, name: `Documents/project-${index % 40}/part-${Math.floor(index / 400)}/file-${index}.${endings[kind]}` };
  });
  add(0.12, (index) => ({
    kind: kinds[index % 2]!,
    sizeBytes: Math.floor((1 + 5 * random()) * MIB),
    name: `Documents/exports/export-${index}.log`,
  }));
  plan.push({ kind: 'image', sizeBytes: Math.floor(Math.min(256 * MIB, 0.21 * total)), name: 'Machines/disk.img' });
  add(0.54, (index) => ({
    kind: 'media',
    sizeBytes: Math.floor(MIB * 30 ** random()),
    name: `Pictures/year-${2000 + (index % 20)}/img-${index}.jpg`,
  }));
  return plan;
}

async function make(folder: string, file: PlannedFile): Promise<void> {
  const full = path.join(folder, file.name);
  await fs.mkdir(path.dirname(full), { recursive: true });
  await fs.writeFile(full, contentOf(file));
}

async function edit(folder: string, file: PlannedFile): Promise<void> {
  const content = contentOf(file);
  const middle = Math.floor(content.length / 2);
  const inserted = Buffer.from('\na line that was not there before\n');
  await fs.writeFile(path.join(folder, file.name), Buffer.concat([content.subarray(0, middle), inserted, content.subarray(middle)]));
}

/** Overwrites ten pieces of a thousandth each, or puts back what was there. */
async function overwriteImage(folder: string, file: PlannedFile, changed: boolean): Promise<void> {
  const length = Math.floor(file.sizeBytes / 1000);
  const original = changed ? undefined : contentOf(file);
  const handle = await fs.open(path.join(folder, file.name), 'r+');
  try {
    for (let piece = 0; piece < 10; piece++) {
      const offset = Math.floor((file.sizeBytes / 10) * piece);
      const bytes = original?.subarray(offset, offset + length) ?? incompressible(`changed ${piece}`, length);
      await handle.write(bytes, 0, length, offset);
    }
  } finally {
    await handle.close();
  }
}

function contentOf(file: PlannedFile): Buffer {
  if (file.kind === 'media') return incompressible(file.name, file.sizeBytes);
  if (file.kind === 'image') return imageOf(file);
  const text = file.kind === 'text' ? prose : file.kind === 'json' ? records : code;
  return text(numbers(file.name), file.sizeBytes);
}

/** Runs of zeros, of text and of incompressible bytes, as a used file system has them. */
function imageOf(file: PlannedFile): Buffer {
  const image = Buffer.alloc(file.sizeBytes);
  const random = numbers(file.name);
  for (let offset = 0, run = 0; offset < image.length; run++) {
    const length = Math.min(image.length - offset, 4 * KIB * Math.floor(1 + 1024 ** random()));
    const what = random();
    if (what < 0.3) incompressible(`${file.name} ${run}`, length).copy(image, offset);
    else if (what < 0.55) prose(random, length).copy(image, offset);
    offset += length;
  }
  return image;
}

function records(random: () => number, length: number): Buffer {
  return filled(length, () => {
    const record = {
      id: Math.floor(random() * 1e9),
      name: wordOf(random),
      value: random(),
      tags: [wordOf(random), wordOf(random)],
      active: random() < 0.5,
    };
    return `${JSON.stringify(record)}\n`;
  });
}

function code(random: () => number, length: number): Buffer {
  return filled(length, () => {
    const [name, argument, other] = [wordOf(random), wordOf(random), wordOf(random)];
    return `function ${name}(${argument}) {\n  const ${other} = ${argument}.map((value) => value * ${Math.floor(random() * 1000)});\n  return ${other};\n}\n\n`;
  });
}
