/**
 * Before the catalog is opened: whether its file is there and whole, and what takes its place when it is not.
 *
 * A damaged file is put aside under a name with the time, so that nothing is lost that somebody could still read.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** 'kept': the file was whole. 'copy': the copy took its place. 'new': there was neither. */
export type Origin = 'kept' | 'copy' | 'new';

/** SQLite documentation, "Database File Format", section 1.3. */
const MAGIC = 'SQLite format 3\0';
const BESIDE = ['', '-wal', '-shm'];

export async function rescueCatalog(file: string, log: (line: string) => void): Promise<Origin> {
  const isThere = existsSync(file);
  const damage = isThere ? damageOf(file) : undefined;
  if (isThere && damage === undefined) return 'kept';
  if (damage !== undefined) await putAside(file, damage, log);
  // A log without its database belongs to what was lost, and must not be played into the copy.
  else for (const ending of BESIDE) await rm(`${file}${ending}`, { force: true });
  const copy = copyOf(file);
  if (!existsSync(copy) || damageOf(copy) !== undefined) return 'new';
  await placeCopy(copy, file);
  log(`${path.basename(file)} was brought back from its copy; what was changed after the copy was made is missing`);
  return 'copy';
}

/** Where the copy of a catalog lies: beside it. */
export function copyOf(file: string): string {
  return file.replace(/\.sqlite$/, '.copy.sqlite');
}

/** A name with the time beside a catalog, for what is not to be lost. */
export function asideOf(file: string, what: 'damaged' | 'before'): string {
  return file.replace(/\.sqlite$/, `.${what}-${new Date().toISOString().replace(/[:.]/g, '-')}.sqlite`);
}

/** What is wrong with a database file, as a sentence; undefined when it is whole. */
export function damageOf(file: string): string | undefined {
  try {
    if (!isDatabase(file)) return 'it is no database';
    const database = new DatabaseSync(file);
    try {
      const [first] = database.prepare('PRAGMA integrity_check(1)').all() as { integrity_check: string }[];
      return first?.integrity_check === 'ok' ? undefined : (first?.integrity_check ?? 'it answers nothing');
    } finally {
      database.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}

/** SQLite itself takes a file of a few bytes for an empty database. */
function isDatabase(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(MAGIC.length);
    readSync(descriptor, head);
    return head.toString('latin1') === MAGIC;
  } finally {
    closeSync(descriptor);
  }
}

async function putAside(file: string, damage: string, log: (line: string) => void): Promise<void> {
  const aside = asideOf(file, 'damaged');
  for (const ending of BESIDE) if (existsSync(`${file}${ending}`)) await rename(`${file}${ending}`, `${aside}${ending}`);
  log(`${file} is damaged (${damage}); it is kept as ${path.basename(aside)}`);
}

async function placeCopy(copy: string, file: string): Promise<void> {
  const fresh = `${file}.new`;
  await copyFile(copy, fresh);
  await sync(fresh);
  await rename(fresh, file);
  await sync(path.dirname(file));
}

/** File systems that cannot sync folders answer EINVAL or the like. */
export async function sync(file: string): Promise<void> {
  await using handle = await open(file, 'r');
  await handle.sync().catch((error: NodeJS.ErrnoException) => {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(error.code ?? '')) throw error;
  });
}
