/**
 * `Fault`: the one kind of failure that callers may branch on.
 *
 * Rooms add codes to the table; the UI translates the code, logs keep message and cause.
 */

/** Every failure a caller may branch on. `room.what`, stable: scripts and translations depend on them. */
export type FaultCode =
  | 'account.exists'
  | 'account.last-admin'
  | 'account.name'
  | 'account.unknown'
  | 'backup.none'
  | 'backup.running'
  | 'backup.source.missing'
  | 'backup.source.unreadable'
  | 'box.absent'
  | 'box.gone'
  | 'box.refused'
  | 'box.strange'
  | 'box.untrusted'
  | 'cancelled'
  | 'catalog.busy'
  | 'catalog.damaged'
  | 'continuity.failed'
  | 'claim.closed'
  | 'claim.refused'
  | 'folder.kept'
  | 'folder.unknown'
  | 'input.invalid'
  | 'internal'
  | 'job.ended'
  | 'job.kind.unknown'
  | 'job.stopping'
  | 'job.unknown'
  | 'kernel.faulty'
  | 'kernel.missing'
  | 'keys.damaged'
  | 'keys.exposed'
  | 'keys.foreign'
  | 'kit.absent'
  | 'kit.void'
  | 'kit.wrong'
  | 'output.unwritable'
  | 'page.missing'
  | 'passphrase.missing'
  | 'passphrase.short'
  | 'password.weak'
  | 'password.wrong'
  | 'port.taken'
  | 'repository.absent'
  | 'repository.blob.missing'
  | 'repository.closed'
  | 'repository.damaged'
  | 'repository.exists'
  | 'repository.foreign'
  | 'repository.index.full'
  | 'repository.key.last'
  | 'repository.key.unfit'
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
  | 'role.insufficient'
  | 'route.unknown'
  | 'session.absent'
  | 'session.unknown'
  | 'signin.refused'
  | 'signin.wait'
  | 'snapshot.ambiguous'
  | 'snapshot.last'
  | 'snapshot.path.unknown'
  | 'snapshot.unknown'
  | 'state.in-use'
  | 'state.unusable'
  | 'store.file.missing'
  | 'store.full'
  | 'store.nearly-full'
  | 'store.readonly'
  | 'store.unreachable'
  | 'token.name'
  | 'token.role'
  | 'token.unknown';

/** What a door needs of a Fault beyond its code and sentence, such as `seconds` to wait. JSON, no secrets. */
export type FaultDetails = Readonly<Record<string, string | number>>;

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  /** Whether doing the same again can succeed without a person acting. */
  readonly retryable: boolean;
  readonly details: FaultDetails;

  constructor(code: FaultCode, message: string, options: { cause?: unknown; retryable?: boolean; details?: FaultDetails } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** Whether `error` is a Fault, and, when codes are given, one of those. */
export function isFault(error: unknown, ...codes: FaultCode[]): error is Fault {
  return error instanceof Fault && (codes.length === 0 || codes.includes(error.code));
}
