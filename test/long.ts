/** How much the tests with numbers do: few at every commit, many in `scripts/test --long`; and the seed they draw from. */

export const isLong = process.env.HOLDFAST_TEST_LONG === '1';

export function times(everyCommit: number, long: number): number {
  return isLong ? long : everyCommit;
}

/** Printed when a test fails, so that HOLDFAST_TEST_SEED can repeat it. */
export const seed = Number(process.env.HOLDFAST_TEST_SEED ?? Date.now() % 1_000_000_000);

/** Numbers from 0 to `below`-1 that follow from the seed and a name (mulberry32). */
export function seededRandom(name: string, from = seed): (below: number) => number {
  let state = [...name].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), from | 0);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Runs one of many tries; what goes wrong in it names the try and the seed. */
export async function trial<T>(label: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) error.message = `${label} (HOLDFAST_TEST_SEED=${seed}): ${error.message}`;
    throw error;
  }
}
