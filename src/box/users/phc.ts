/**
 * PHC strings: a password's hash with all that is needed to compute it again.
 *
 * Source: "PHC string format", github.com/P-H-C/phc-string-format; RFC 9106 for the parameters of argon2.
 */

export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface PasswordHash {
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

const ARGON2ID = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

export function toPhc({ cost, salt, hash }: PasswordHash): string {
  return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${base64(salt)}$${base64(hash)}`;
}

/** Undefined when the text is no such string. */
export function fromPhc(text: string): PasswordHash | undefined {
  const match = ARGON2ID.exec(text);
  if (match === null) return undefined;
  const [, memory, passes, lanes, salt, hash] = match as unknown as string[];
  return {
    cost: { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
