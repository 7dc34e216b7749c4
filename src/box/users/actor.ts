/** Who does something, for the audit: every change in this room is told who asked for it. */

/**
 * How they came in: signed in, with an API token, over the box's own socket, at the door and not signed in yet, or nobody: the box itself.
 */
export type Via = 'session' | 'token' | 'socket' | 'door' | 'box';

export interface Actor {
  /** An account's name; null when there is none. */
  readonly who: string | null;
  readonly via: Via;
  readonly address: string | null;
}

/** Where a request came from. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
}

export const BOX: Actor = { who: null, via: 'box', address: null };

export function atTheDoor(from: Origin): Actor {
  return { who: null, via: 'door', address: from.address };
}
