/**
 * A repository of a thousand versions of a million files, made in a minute: trees and snapshots alone, no content.
 *
 * Owns: what the files are called, and what changes from one version to the next: in a few folders some files change, one comes, one
 * goes; all else is shared. One folder holds ten thousand entries. The same shape always gives the same trees.
 */
import type { ByteString } from '../../src/base/index.ts';
import { toByteString } from '../../src/base/index.ts';
import type { Repository, TreeNode } from '../../src/repository/index.ts';
import { nodeOf, WrittenTrees } from '../repository/written-trees.ts';
import { numbers, wordOf } from './seeded.ts';

export interface VersionsShape {
  readonly files: number;
  readonly snapshots: number;
  /** Folders in which something changes from one version to the next. */
  readonly changedFolders: number;
}

const FILES_PER_FOLDER = 200;
const FOLDERS_PER_FOLDER = 50;
const WIDE_FILES = 10_000;
const CHANGED_FILES = 10;
const FIRST_MS = Date.UTC(2023, 0, 1);
const HOUR_MS = 3_600_000;
const SHARED_CONTENT = 'ab'.repeat(32);

/** Files of a folder by name, with the version that last changed each. */
type Files = Map<string, number>;

export const DEEP_FOLDER = 'home/anna/archive' as ByteString;
export const WIDE_FOLDER = 'home/anna/camera uploads' as ByteString;
/** A name that is there once. */
export const RARE_NAME = 'the letter to aunt mathilda.odt';

export async function writeVersions(repository: Repository, shape: VersionsShape): Promise<void> {
  const trees = new WrittenTrees(repository);
  const random = numbers('many versions');
  const top = Math.ceil(shape.files / (FILES_PER_FOLDER * FOLDERS_PER_FOLDER));
  const leaves = Array.from({ length: top * FOLDERS_PER_FOLDER }, (_, leaf) => leafFiles(leaf, random));
  leaves[7]!.set(RARE_NAME, 0);
  const leafTrees: string[] = [];
  for (const files of leaves) leafTrees.push(await trees.add(filesOf(files)));
  const wide = await trees.add(
    filesOf(new Map(Array.from({ length: WIDE_FILES }, (_, at) => [`DSC_${String(at).padStart(6, '0')}.jpg`, 0]))),
  );
  const groups: string[] = [];
  for (let group = 0; group < top; group++) groups.push(await groupTree(trees, leafTrees, group));
  const roots: string[] = [];
  for (let version = 0; version < shape.snapshots; version++) {
    const touched = new Set<number>();
    for (let change = 0; version > 0 && change < shape.changedFolders; change++) {
      const leaf = Math.floor(random() * leaves.length);
      changeFiles(leaves[leaf]!, version, random);
      leafTrees[leaf] = await trees.add(filesOf(leaves[leaf]!));
      touched.add(Math.floor(leaf / FOLDERS_PER_FOLDER));
    }
    for (const group of touched) groups[group] = await groupTree(trees, leafTrees, group);
    roots.push(await rootTree(trees, groups, wide));
  }
  await trees.finish();
  for (const [version, tree] of roots.entries()) {
    await trees.snapshot({ tree, time: new Date(FIRST_MS + version * 24 * HOUR_MS).toISOString(), hostname: 'anna', paths: ['/'] });
  }
}

function leafFiles(leaf: number, random: () => number): Files {
  const files: Files = new Map();
  while (files.size < FILES_PER_FOLDER) files.set(nameOf(leaf * FILES_PER_FOLDER + files.size, random), 0);
  return files;
}

/** As people and programs call files: half of the names are like no other, some are everywhere. */
function nameOf(number: number, random: () => number): string {
  const kind = random();
  const word = wordOf(random);
  if (kind < 0.35) return `IMG_${20_150_000 + (number % 90_000)}_${String(number % 1_000_000).padStart(6, '0')}.JPG`;
  if (kind < 0.55) return `${word} ${wordOf(random)} ${1 + Math.floor(random() * 400)}.pdf`;
  if (kind < 0.7) return `Rechnung ${2015 + Math.floor(random() * 10)}-${1 + Math.floor(random() * 12)} Müller ${word}.docx`;
  if (kind < 0.9) return `${word}.${['ts', 'json', 'md', 'png'][Math.floor(random() * 4)]}`;
  return `${word}-${Math.floor(random() * 1e6).toString(36)}.txt`;
}

function changeFiles(files: Files, version: number, random: () => number): void {
  const names = [...files.keys()];
  for (let change = 0; change < CHANGED_FILES; change++) files.set(names[Math.floor(random() * names.length)]!, version);
  files.delete(names[Math.floor(random() * names.length)]!);
  files.set(`new in ${version} ${wordOf(random)}.txt`, version);
}

function filesOf(files: Files): TreeNode[] {
  const nodes = [...files].map(([name, version]) => {
    const mtimeNs = BigInt(FIRST_MS + version * 24 * HOUR_MS - name.length * 60_000) * 1_000_000n;
    return nodeOf({
      name: toByteString(name),
      type: 'file',
      sizeBytes: 1000 + name.length * 977 + version,
      mtimeNs,
      content: [SHARED_CONTENT],
    });
  });
  return nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function groupTree(trees: WrittenTrees, leafTrees: readonly string[], group: number): Promise<string> {
  const from = group * FOLDERS_PER_FOLDER;
  return await trees.add(foldersOf(leafTrees.slice(from, from + FOLDERS_PER_FOLDER).map((tree, at) => [`folder ${pad(at)}`, tree])));
}

async function rootTree(trees: WrittenTrees, groups: readonly string[], wide: string): Promise<string> {
  const archive = await trees.add(foldersOf(groups.map((tree, at) => [`year ${pad(at)}`, tree])));
  const anna = await trees.add(
    foldersOf([
      ['archive', archive],
      ['camera uploads', wide],
    ]),
  );
  return await trees.add(foldersOf([['home', await trees.add(foldersOf([['anna', anna]]))]]));
}

function foldersOf(folders: readonly (readonly [string, string])[]): TreeNode[] {
  return folders.map(([name, subtree]) => nodeOf({ name: toByteString(name), type: 'dir', subtree }));
}

function pad(at: number): string {
  return String(at).padStart(4, '0');
}
