/** What the system says about a place in the target, as a Fault a person understands. */
import { Fault, type FaultCode, isFault } from '../../base/index.ts';

const SENTENCES: Readonly<Record<string, readonly [FaultCode, string]>> = {
  EEXIST: ['restore.target.occupied', 'something else has this name already'],
  ENOTDIR: ['restore.target.occupied', 'a file or a link is where a folder should be'],
  ELOOP: ['restore.target.occupied', 'a link is in the way'],
  EISDIR: ['restore.target.occupied', 'a folder is in the way'],
  ENOTEMPTY: ['restore.target.occupied', 'a folder that is not empty is in the way'],
  ENOENT: ['restore.target.unwritable', 'its folder is gone'],
  ENOSPC: ['restore.target.full', 'the disk to restore to is full'],
  EDQUOT: ['restore.target.full', 'the quota of the disk to restore to is used up'],
  EROFS: ['restore.target.unwritable', 'the disk is write-protected'],
  EACCES: ['restore.target.unwritable', 'access is denied'],
  EPERM: ['restore.target.unwritable', 'this needs rights, or a file system, that are not there'],
  ENAMETOOLONG: ['restore.target.unwritable', 'the file system cannot hold a name this long'],
  EFBIG: ['restore.target.unwritable', 'the file system cannot hold a file this large'],
};

/** `error` as a Fault whose message is the reason alone: whoever tells it knows the path. Faults pass through; so do errors that no system call made. */
export function asTargetFault(error: unknown): unknown {
  if (isFault(error) || !(error instanceof Error)) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const [faultCode, sentence] = SENTENCES[code] ?? (['restore.target.unwritable', error.message] as const);
  return new Fault(faultCode, sentence, { cause: error });
}
