/**
 * Puts the focus on the heading of a page that was just opened, so that whoever reads by keyboard or ear starts at its top.
 *
 * A page may draw its heading only when the box has answered: until then the focus waits on `main`, and moves on only if it is still there.
 */
let watch: MutationObserver | undefined;

/** `main` holds the page's element; both have been drawn once. */
export function focusHeading(main: HTMLElement): void {
  watch?.disconnect();
  watch = undefined;
  if (moveToHeading(main)) return;
  main.focus({ preventScroll: true });
  const root = main.firstElementChild?.shadowRoot;
  if (!root) return;
  const observer = new MutationObserver(() => {
    const isWaiting = (main.getRootNode() as ShadowRoot).activeElement === main;
    if (isWaiting && !moveToHeading(main)) return;
    observer.disconnect();
  });
  observer.observe(root, { childList: true, subtree: true });
  watch = observer;
}

function moveToHeading(main: HTMLElement): boolean {
  const heading = main.querySelector('h1') ?? main.firstElementChild?.shadowRoot?.querySelector('h1');
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}
