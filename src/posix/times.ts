/**
 * Access and modification times to the nanosecond, also before 1970, also of a link itself.
 *
 * Node's utimes takes seconds as a double, which loses nanoseconds, and turns negative ones into "now".
 * Source: utimensat(2), futimens(3).
 */
import { Fault } from '../base/index.ts';
import { lastErrno, libc, systemError, terminatedPath, type Where } from './libc.ts';

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const NS_PER_SECOND = 1_000_000_000n;

/** struct timespec[2]: seconds and nanoseconds, each a 64-bit number; access time first. */
const times = new BigInt64Array(4);

/** Sets both times, in nanoseconds since 1970. The file system may clamp or round what it cannot hold. */
export function setTimes(where: Where, { atimeNs, mtimeNs }: { atimeNs: bigint; mtimeNs: bigint }): void {
  putTimespec(0, atimeNs);
  putTimespec(2, mtimeNs);
  const rc =
    typeof where === 'number'
      ? libc.futimens(where, times)
      : libc.utimensat(AT_FDCWD, terminatedPath(where, 'utimensat'), times, AT_SYMLINK_NOFOLLOW);
  if (rc !== 0) throw systemError(lastErrno(), 'utimensat', where);
}

function putTimespec(index: number, ns: bigint): void {
  // The nanoseconds count upwards from the second before, so they are never negative.
  const nanoseconds = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  const seconds = (ns - nanoseconds) / NS_PER_SECOND;
  if (BigInt.asIntN(64, seconds) !== seconds) throw new Fault('input.invalid', `no file system holds a time of ${ns} ns`);
  times[index] = seconds;
  times[index + 1] = nanoseconds;
}
