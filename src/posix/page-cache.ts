/** The system's memory of a file's bytes. Source: posix_fadvise(2). */
import { libc, systemError } from './libc.ts';

const POSIX_FADV_DONTNEED = 4;

/** Forgets what is kept of an open file and is on the medium already, so that the next read comes from there. */
export function dropFromCache(fd: number): void {
  const errno = libc.posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  if (errno !== 0) throw systemError(errno, 'posix_fadvise', fd);
}
