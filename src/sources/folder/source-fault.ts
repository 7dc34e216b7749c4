/** Turns errors of Node's fs about something that is to be backed up into Faults with a sentence for people. */
import { getSystemErrorMessage } from 'node:util';
import { type ByteString, Fault, toDisplay } from '../../base/index.ts';

const GONE = ['ENOENT', 'ENOTDIR'];

/** What does not come from the system (an abort, a mistake of ours) is returned as it is. */
export function sourceFault(error: unknown, path: ByteString): unknown {
  return isSystemError(error) ? faultOf(error, path, 'is not there') : error;
}

/** The same for something that was there a moment ago. */
export function vanishedOrUnreadable(error: unknown, path: ByteString): Fault {
  if (isSystemError(error)) return faultOf(error, path, 'vanished while it was looked at');
  return new Fault('backup.source.unreadable', `${toDisplay(path) || '/'} cannot be read: ${(error as Error).message}`, { cause: error });
}

function faultOf(error: NodeJS.ErrnoException, path: ByteString, gone: string): Fault {
  const shown = toDisplay(path) || '/';
  if (GONE.includes(error.code!)) return new Fault('backup.source.missing', `${shown} ${gone}`, { cause: error });
  return new Fault('backup.source.unreadable', `${shown} cannot be read: ${getSystemErrorMessage(error.errno!)}`, { cause: error });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}
