/**
 * Which physical drives lie below a path, so that two heavy jobs do not fight over one.
 *
 * Owns: the way from a path to drives: its nearest parent that exists, that one's device, the device's whole disk, and for devices made
 * of others (md, dm, loop, btrfs) what they are made of. A file system without a block device (network, memory) is a drive of its own.
 * Never fails: what cannot be found out is told as the device's number, so two paths on one device still meet.
 * Source: Linux kernel documentation, "Rules on how to access information in sysfs" and proc(5), "/proc/pid/mountinfo".
 */
import type { BigIntStats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where the kernel tells about devices and mounts. */
export interface KernelFiles {
  readonly sys: string;
  readonly mounts: string;
}

const KERNEL: KernelFiles = { sys: '/sys', mounts: '/proc/self/mountinfo' };
/** Deeper than any real stack of devices: a circle in sysfs must not hang the box. */
const DEEPEST = 8;

/** The names of the drives (`sda`, `nvme0n1`), or of the device where nothing more is known (`8:1`). */
export async function drivesOf(place: string, kernel: KernelFiles = KERNEL): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await collectOf(place, { found, kernel, depth: 0 });
  return found;
}

interface Walk {
  readonly found: Set<string>;
  readonly kernel: KernelFiles;
  readonly depth: number;
}

async function collectOf(place: string, walk: Walk): Promise<void> {
  const there = await nearest(path.resolve(place));
  const { major, minor } = split(there.about.dev);
  // Major 0 is for file systems without a device of their own; btrfs has devices all the same.
  const pooled = major === 0n ? await pooledDevices(there.path, walk.kernel) : [];
  if (pooled.length > 0) for (const folder of pooled) await collect(folder, walk);
  else if (major === 0n) walk.found.add(`${major}:${minor}`);
  else await collectDevice(`${major}:${minor}`, walk);
}

async function collectDevice(number: string, walk: Walk): Promise<void> {
  const folder = await realpath(path.join(walk.kernel.sys, 'dev/block', number)).catch(() => undefined);
  if (folder === undefined) walk.found.add(number);
  else await collect(folder, walk);
}

/** `folder` is a block device's in sysfs. */
async function collect(folder: string, walk: Walk): Promise<void> {
  const disk = (await textOf(path.join(folder, 'partition'))) === undefined ? folder : path.dirname(folder);
  const deeper = { ...walk, depth: walk.depth + 1 };
  const slaves = walk.depth < DEEPEST ? await namesIn(path.join(disk, 'slaves')) : [];
  for (const name of slaves) await collect(await realpath(path.join(disk, 'slaves', name)), deeper);
  const image = walk.depth < DEEPEST ? await textOf(path.join(disk, 'loop/backing_file')) : undefined;
  if (image !== undefined) await collectOf(image, deeper);
  if (slaves.length === 0 && image === undefined) walk.found.add(path.basename(disk));
}

/** The path itself, or the nearest one above it that can be looked at. */
async function nearest(place: string): Promise<{ path: string; about: BigIntStats }> {
  for (let here = place; ; here = path.dirname(here)) {
    const about = await stat(here, { bigint: true }).catch((error: unknown) => {
      if (here === '/') throw error;
      return undefined;
    });
    if (about) return { path: here, about };
  }
}

/** The devices of the btrfs that holds a path, as folders of sysfs. */
async function pooledDevices(place: string, { sys, mounts }: KernelFiles): Promise<string[]> {
  const source = await btrfsSource(await realpath(place), mounts);
  if (source === undefined) return [];
  const about = await stat(source, { bigint: true }).catch(() => undefined);
  if (!about?.isBlockDevice()) return [];
  const { major, minor } = split(about.rdev);
  const own = await realpath(path.join(sys, 'dev/block', `${major}:${minor}`)).catch(() => undefined);
  if (own === undefined) return [];
  for (const pool of await namesIn(path.join(sys, 'fs/btrfs'))) {
    const folder = path.join(sys, 'fs/btrfs', pool, 'devices');
    const devices = await Promise.all((await namesIn(folder)).map((name) => realpath(path.join(folder, name))));
    if (devices.includes(own)) return devices;
  }
  return [own];
}

/** What is mounted at a path, when it is a btrfs. The last mount over a path is the one that is seen. */
async function btrfsSource(place: string, mounts: string): Promise<string | undefined> {
  let best = { point: '', type: '', source: '' };
  for (const line of ((await textOf(mounts)) ?? '').split('\n')) {
    const [before, after] = line.split(' - ');
    const point = unescaped(before?.split(' ')[4] ?? '');
    const [type = '', source = ''] = after?.split(' ') ?? [];
    const covers = point === '/' || place === point || place.startsWith(`${point}/`);
    if (point !== '' && covers && point.length >= best.point.length) best = { point, type, source: unescaped(source) };
  }
  return best.type === 'btrfs' ? best.source : undefined;
}

/** mountinfo writes spaces and the like as octal. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Source: Linux, include/linux/kdev_t.h, new_decode_dev, as the C library widens it (sys/sysmacros.h). */
function split(device: bigint): { major: bigint; minor: bigint } {
  return { major: ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn), minor: (device & 0xffn) | ((device >> 12n) & ~0xffn) };
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => []);
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
