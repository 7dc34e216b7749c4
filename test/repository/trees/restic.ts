/** The restic program as judge: backs a folder up in a zone and shows the tree blobs it wrote. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Judge extends Disposable {
  backup(folder: string): void;
  /** Bytes of every tree in the repository, by id. */
  trees(): Map<string, Buffer>;
}

export function openJudge(): Judge {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-judge-'));
  const restic = (...args: string[]): Buffer =>
    execFileSync('restic', ['--repo', folder, '--no-cache', ...args], {
      env: { ...process.env, RESTIC_PASSWORD: 'judge' },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  restic('init');
  return {
    backup: (source) => void restic('backup', source),
    trees: () => {
      const blobs = restic('list', 'blobs').toString().split('\n');
      const ids = blobs.flatMap((line) => (line.startsWith('tree ') ? [line.slice(5)] : []));
      return new Map(ids.map((id) => [id, restic('cat', 'blob', id)]));
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
