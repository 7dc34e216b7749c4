/** Folders with all that leads to them. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolders } from '../../src/base/index.ts';

const folders = suite('making folders');
const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-folders-'));
folders.after(() => rmSync(scratch, { recursive: true }));

function codeOf(folder: string): string {
  try {
    makeFolders(folder);
    return 'made';
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

folders('makes what is missing, and leaves what is there', () => {
  const deep = path.join(scratch, 'a', 'b', 'c');
  makeFolders(deep, 0o700);
  assert.is(statSync(deep).mode & 0o777, 0o700);
  makeFolders(deep);
  assert.is(statSync(deep).mode & 0o777, 0o700);
});

folders('says that a file is in the way', () => {
  writeFileSync(path.join(scratch, 'file'), '');
  assert.is(codeOf(path.join(scratch, 'file')), 'EEXIST');
  assert.is(codeOf(path.join(scratch, 'file', 'below')), 'ENOTDIR');
});

folders('ends where a file system makes no folders', () => {
  assert.is(codeOf('/proc/holdfast'), 'ENOENT');
  assert.is(codeOf('/proc/holdfast/below'), 'ENOENT');
});

folders.run();
