/**
 * `Fault`: the one kind of failure that callers may branch on.
 *
 * Rooms add codes to the table; the UI translates the code, logs keep message and cause.
 */

/** Every failure a caller may branch on. `room.what`, stable: scripts and translations depend on them. */
export type FaultCode =
  | 'backup.none'
  | 'backup.running'
  | 'backup.source.missing'
  | 'backup.source.unreadable'
  | 'cancelled'
  | 'folder.kept'
  | 'folder.unknown'
  | 'input.invalid'
  | 'internal'
  | 'kernel.faulty'
  | 'kernel.missing'
  | 'output.unwritable'
  | 'page.missing'
  | 'passphrase.short'
  | 'port.taken'
  | 'repository.absent'
  | 'repository.blob.missing'
  | 'repository.closed'
  | 'repository.damaged'
  | 'repository.exists'
  | 'repository.index.full'
  | 'repository.key.last'
  | 'repository.key.unknown'
  | 'repository.lock.lost'
  | 'repository.locked'
  | 'repository.password.wrong'
  | 'repository.unopenable'
  | 'repository.version.unsupported'
  | 'request.forbidden'
  | 'request.method'
  | 'request.too-large'
  | 'request.type'
  | 'restore.target.full'
  | 'restore.target.occupied'
  | 'restore.target.unwritable'
  | 'route.unknown'
  | 'snapshot.ambiguous'
  | 'snapshot.last'
  | 'snapshot.path.unknown'
  | 'snapshot.unknown'
  | 'state.unusable'
  | 'store.file.missing'
  | 'store.full'
  | 'store.readonly'
  | 'store.unreachable';

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** Whether doing the same again can succeed without a person acting. */
  readonly retryable: boolean;

  constructor(code: FaultCode, message: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** Whether `error` is a Fault, and, when codes are given, one of those. */
export function isFault(error: unknown, ...codes: FaultCode[]): error is Fault {
  return error instanceof Fault && (codes.length === 0 || codes.includes(error.code));
}
