/** A disk of a few MiB that can be filled, made read-only or taken away. Making one takes root and mounts: ask first. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Bytes; the disk may also shrink, but not below what lies on it. */
  resize(bytes: number): void;
  makeReadonly(): void;
  /** Takes it away under the hands of whoever uses it; the empty folder stays. */
  unplug(): void;
}

function run(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Undefined where this process may not mount. */
export function smallDisk(bytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-disk-'));
  let isMounted = run('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder);
  const unplug = () => {
    if (isMounted) run('umount', '--lazy', folder);
    isMounted = false;
  };
  const dispose = () => {
    unplug();
    rmSync(folder, { recursive: true, force: true });
  };
  if (!isMounted) {
    dispose();
    return undefined;
  }
  const must = (...args: string[]) => {
    if (!run('mount', '-o', ...args, folder)) throw new Error(`cannot remount ${folder} ${args.join(' ')}`);
  };
  return {
    folder,
    resize: (size) => must(`remount,size=${size}`),
    makeReadonly: () => must('remount,ro'),
    unplug,
    [Symbol.dispose]: dispose,
  };
}

/** Whether this process may make one. Tests of full disks are left out where it may not. */
export function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  using disk = smallDisk(65_536);
  return disk !== undefined;
}
