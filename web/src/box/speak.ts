/** Says things to people who listen instead of look: one live region for the whole page, at most one sentence in 5 seconds. */
const PAUSE_MS = 5_000;

let region: HTMLElement | undefined;
let waiting: string | undefined;
let timer: number | undefined;

/** The element that is read aloud; the page has exactly one. */
export function speakThrough(element: HTMLElement): void {
  region = element;
}

/** What comes during a pause replaces what waited: old news is not worth hearing. */
export function speak(sentence: string): void {
  if (timer !== undefined) {
    waiting = sentence;
    return;
  }
  if (region) region.textContent = sentence;
  timer = window.setTimeout(() => {
    timer = undefined;
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) speak(next);
  }, PAUSE_MS);
}
