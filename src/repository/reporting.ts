/** Telling how far an operation is. */

const REPORT_MS = 200;

/** Calls `tell` about five times a second until disposed, and then once more: the last word is the whole. */
export function reporting(tell: () => void): Disposable {
  const timer = setInterval(tell, REPORT_MS);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      tell();
    },
  };
}
