/** One thread's share of the small files: 100 to 2,000 bytes each, its number and then a piece of text. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workerData } from 'node:worker_threads';
import { numbers, prose } from './seeded.ts';
import { FILES_PER_FOLDER, type Share } from './small-files.ts';

const SHORTEST = 100;
const LONGEST = 2000;

const { folder, files, first, of } = workerData as Share;
const text = prose(numbers('text of small files'), 2 ** 20);
for (let number = first; number * FILES_PER_FOLDER < files; number += of) makeFolder(number);

function makeFolder(number: number): void {
  const place = path.join(folder, `folder-${String(number).padStart(5, '0')}`);
  const random = numbers(`folder ${number}`);
  mkdirSync(place);
  const end = Math.min(files, (number + 1) * FILES_PER_FOLDER);
  for (let file = number * FILES_PER_FOLDER; file < end; file++) {
    const bytes = SHORTEST + Math.floor(random() * (LONGEST - SHORTEST + 1));
    const from = Math.floor(random() * (text.length - bytes));
    const content = Buffer.from(text.subarray(from, from + bytes));
    content.write(`${file}\n`);
    writeFileSync(path.join(place, `note-${String(file).padStart(8, '0')}.txt`), content);
  }
}
