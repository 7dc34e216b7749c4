/**
 * The few functions of the C library that Node's fs lacks, and how their failures become errors.
 *
 * Owns: the declarations, the NUL-terminated copy of a path, errno. Every argument that is a pointer is a Buffer, so no
 * memory is managed here. Each thread that imports this file has its own scratch memory; calls are synchronous and never nest.
 * Source: POSIX.1-2017 and the Linux manual pages of sections 2 and 3; declarations hold for glibc on x86-64 and arm64.
 */
import { constants } from 'node:os';
import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import koffi from 'koffi';
import { Fault } from '../base/index.ts';

/** What a call acts on: a path as raw bytes (links are not followed), or an open descriptor. */
export type Where = Buffer | number;

export const ERRNO = constants.errno;

/** The Linux PATH_MAX, which counts the NUL at the end. */
const PATH_MAX = 4096;

const library = koffi.load('libc.so.6');

export const libc = {
  llistxattr: library.func('long llistxattr(const void *path, void *list, size_t size)'),
  flistxattr: library.func('long flistxattr(int fd, void *list, size_t size)'),
  lgetxattr: library.func('long lgetxattr(const void *path, const void *name, void *value, size_t size)'),
  fgetxattr: library.func('long fgetxattr(int fd, const void *name, void *value, size_t size)'),
  lsetxattr: library.func('int lsetxattr(const void *path, const void *name, const void *value, size_t size, int flags)'),
  fsetxattr: library.func('int fsetxattr(int fd, const void *name, const void *value, size_t size, int flags)'),
  lremovexattr: library.func('int lremovexattr(const void *path, const void *name)'),
  fremovexattr: library.func('int fremovexattr(int fd, const void *name)'),
  utimensat: library.func('int utimensat(int folder, const void *path, const void *times, int flags)'),
  futimens: library.func('int futimens(int fd, const void *times)'),
  posix_fadvise: library.func('int posix_fadvise(int fd, int64_t offset, int64_t length, int advice)'),
  mknod: library.func('int mknod(const void *path, uint32_t mode, uint64_t device)'),
  getpwuid_r: library.func('int getpwuid_r(uint32_t uid, void *record, void *strings, size_t size, void *result)'),
  getgrgid_r: library.func('int getgrgid_r(uint32_t gid, void *record, void *strings, size_t size, void *result)'),
  getpwnam_r: library.func('int getpwnam_r(const void *name, void *record, void *strings, size_t size, void *result)'),
  getgrnam_r: library.func('int getgrnam_r(const void *name, void *record, void *strings, size_t size, void *result)'),
};

export function lastErrno(): number {
  return koffi.errno();
}

/** The C string at an address. */
export function textAt(address: bigint): string {
  return koffi.decode.string(address) as string;
}

const pathScratch = Buffer.alloc(PATH_MAX);

/**
 * The path with a NUL behind it, valid until the next call. Refuses a path that holds a NUL (Fault 'input.invalid'): the kernel
 * would act on what stands before it. Throws ENAMETOOLONG as the kernel would.
 */
export function terminatedPath(path: Buffer, syscall: string): Buffer {
  if (path.includes(0)) throw new Fault('input.invalid', `a path cannot hold a NUL byte: ${JSON.stringify(path.toString())}`);
  if (path.length >= PATH_MAX) throw systemError(ERRNO.ENAMETOOLONG, syscall, path);
  pathScratch.set(path);
  pathScratch[path.length] = 0;
  return pathScratch;
}

/** A name of an attribute or an account, NUL-terminated. */
export function terminatedText(text: string): Buffer {
  if (text.includes('\0')) throw new Fault('input.invalid', `a name cannot hold a NUL byte: ${JSON.stringify(text)}`);
  return Buffer.from(`${text}\0`, 'utf8');
}

/** An error of the same shape as those of Node's fs: `code`, `errno` (negative), `syscall`, `path` (for people). */
export function systemError(errno: number, syscall: string, where?: Where): NodeJS.ErrnoException {
  const code = getSystemErrorName(-errno);
  const object = Buffer.isBuffer(where) ? where.toString() : undefined;
  const subject = object === undefined ? '' : ` '${object}'`;
  const error: NodeJS.ErrnoException = new Error(`${code}: ${getSystemErrorMessage(-errno)}, ${syscall}${subject}`);
  return Object.assign(error, { code, errno: -errno, syscall, ...(object === undefined ? {} : { path: object }) });
}
