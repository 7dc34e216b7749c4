/** A folder for one test file, gone when its process ends, also when the tests left folders in it that may not be written. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** uvu runs a file's tests after the module's last line, so the folder goes at the process's end and not at the end of a scope. */
export function temporaryFolder(label: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `holdfast ${label} `));
  process.once('exit', () => {
    if (process.getuid?.() !== 0) spawnSync('chmod', ['-R', 'u+rwX', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
