/** The time of this room, given by whoever wires it, so that a test can bend it. */

/** Milliseconds since 1970. */
export type Clock = () => number;

/** RFC 3339, UTC, milliseconds: the catalog compares times as text. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
