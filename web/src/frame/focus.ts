/**
 * Puts the focus on the heading of a page that was just opened, so that whoever reads by keyboard or ear starts at its top.
 *
 * A page may draw its heading only when the box has answered: until then the focus waits on `main`, and moves on only if it is still there.
 */
let watch: MutationObserver | undefined;

/** `place` lies in `main` and holds the page's element; all have been drawn once. */
export function focusHeading(main: HTMLElement, place: HTMLElement): void {
  watch?.disconnect();
  watch = undefined;
  if (moveToHeading(place)) return;
  main.focus({ preventScroll: true });
  const root = place.firstElementChild?.shadowRoot;
  if (!root) return;
  const observer = new MutationObserver(() => {
    const isWaiting = (main.getRootNode() as ShadowRoot).activeElement === main;
    if (isWaiting && !moveToHeading(place)) return;
    observer.disconnect();
  });
  observer.observe(root, { childList: true, subtree: true });
  watch = observer;
}

function moveToHeading(place: HTMLElement): boolean {
  const heading = place.querySelector('h1') ?? place.firstElementChild?.shadowRoot?.querySelector('h1');
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}
