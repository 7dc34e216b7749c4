/**
 * Packs that a check has read and found whole, in a form that a job can save.
 *
 * The first eight bytes of each name: a repository of terabytes has some hundred thousand packs. What was proven too long ago is to be
 * read again: disks age.
 */

const KEPT_BYTES = 8;
const KEPT_DIGITS = 2 * KEPT_BYTES;
const TRUSTED_MS = 7 * 24 * 3_600_000;

export interface ProvenState {
  /** Milliseconds since 1970, of the first. */
  readonly since: number;
  /** base64. */
  readonly packs: string;
}

export class ProvenPacks {
  readonly #since: number;
  readonly #packs = new Set<string>();

  /** What was saved; nothing when that is too old, or nothing was. */
  static from(saved: unknown, nowMs: number): ProvenPacks {
    const { since = 0, packs = '' } = (saved ?? {}) as Partial<ProvenState>;
    if (nowMs - since > TRUSTED_MS) return new ProvenPacks(nowMs);
    const proven = new ProvenPacks(since);
    const digits = Buffer.from(packs, 'base64').toString('hex');
    for (let at = 0; at + KEPT_DIGITS <= digits.length; at += KEPT_DIGITS) proven.#packs.add(digits.slice(at, at + KEPT_DIGITS));
    return proven;
  }

  private constructor(since: number) {
    this.#since = since;
  }

  get size(): number {
    return this.#packs.size;
  }

  get state(): ProvenState {
    return { since: this.#since, packs: Buffer.from([...this.#packs].join(''), 'hex').toString('base64') };
  }

  has(pack: string): boolean {
    return this.#packs.has(pack.slice(0, KEPT_DIGITS));
  }

  add(pack: string): void {
    this.#packs.add(pack.slice(0, KEPT_DIGITS));
  }
}
