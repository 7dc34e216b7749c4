/**
 * Sets owner, attributes, mode and times of what was restored, and keeps count of what could not be set.
 *
 * Order matters: a change of owner clears setuid bits and capabilities, an ACL changes the mode and a read-only mode forbids
 * attributes, everything touches the times. A shortfall never costs the entry itself.
 * Without root's rights owners stay those of the process; that is expected, so it is counted and not told. Setuid and setgid bits are
 * then left off, as cp and rsync do: they would lend the rights of the wrong account.
 * Source: restic, internal/restic/node.go (RestoreMetadata); chown(2), acl(5), xattr(7).
 */
import { chmodSync, closeSync, fchmodSync, fchownSync, fstatSync, lchownSync, lstatSync } from 'node:fs';
import type { Entry } from '../../base/index.ts';
import { listAttributes, removeAttribute, setAttribute, setTimes, type Where } from '../../posix/index.ts';
import { openUntouched, pathOfDescriptor } from './open-folders.ts';

export type MetadataKind = 'owner' | 'attribute' | 'mode' | 'times';

/** What a decoded node and a source's entry both have. */
export type Metadata = Pick<Entry, 'mode' | 'mtimeNs' | 'atimeNs' | 'uid' | 'gid' | 'extendedAttributes'> & { readonly type: string };

/** How often each kind could not be set. */
export type Shortfalls = Readonly<Record<MetadataKind, number>>;

export type OnShortfall = (kind: MetadataKind, error: Error) => void;

export class MetadataWriter {
  readonly #counts: Record<MetadataKind, number> = { owner: 0, attribute: 0, mode: 0, times: 0 };

  get shortfalls(): Shortfalls {
    return { ...this.#counts };
  }

  /** `where` is an open descriptor of a file or folder, or the place of anything else, which is then not opened. */
  set(where: Where, metadata: Metadata, onShortfall: OnShortfall): void {
    const missed = (kind: MetadataKind, error: unknown): void => {
      if (!(error instanceof Error)) throw error;
      this.#counts[kind] += 1;
      if (kind !== 'owner' || process.geteuid?.() === 0) onShortfall(kind, error);
    };
    const hasOwner = attempt(
      () => setOwner(where, metadata),
      (error) => missed('owner', error),
    );
    setAttributes(where, metadata, (error) => missed('attribute', error));
    const mode = hasOwner ? metadata.mode : metadata.mode & 0o1777;
    if (metadata.type !== 'symlink')
      attempt(
        () => setMode(where, mode),
        (error) => missed('mode', error),
      );
    attempt(
      () => setTimes(where, metadata),
      (error) => missed('times', error),
    );
  }
}

function attempt(act: () => void, onError: (error: unknown) => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    onError(error);
    return false;
  }
}

function setOwner(where: Where, { uid, gid }: Metadata): void {
  const now = typeof where === 'number' ? fstatSync(where) : lstatSync(where);
  if (now.uid === uid && now.gid === gid) return;
  if (typeof where === 'number') fchownSync(where, uid, gid);
  else lchownSync(where, uid, gid);
}

function setMode(where: Where, mode: number): void {
  if (typeof where === 'number') {
    fchmodSync(where, mode);
    return;
  }
  // chmod follows links; through a descriptor there is none to follow, and a device is not opened.
  const fd = openUntouched(where);
  try {
    chmodSync(pathOfDescriptor(fd), mode);
  } finally {
    closeSync(fd);
  }
}

/** Attributes of the user's that the entry lacks go away, above all ACLs inherited from the folder; the system's own labels stay. */
const OURS = /^(user\.|system\.posix_acl_)/;

function setAttributes(where: Where, { extendedAttributes = [], type }: Metadata, onError: (error: unknown) => void): void {
  const wanted = new Set(extendedAttributes.map(({ name }) => name));
  if (type !== 'symlink') attempt(() => removeOthers(where, wanted), onError);
  for (const { name, value } of extendedAttributes) attempt(() => setAttribute(where, name, value), onError);
}

function removeOthers(where: Where, wanted: ReadonlySet<string>): void {
  for (const name of listAttributes(where)) {
    if (OURS.test(name) && !wanted.has(name)) removeAttribute(where, name);
  }
}
