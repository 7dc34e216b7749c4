/** How the navigation looks in its three shapes. */
import { css } from 'lit';

export const navLooks = css`
  a,
  button {
    display: flex;
    align-items: center;
    gap: var(--gap-3);
    width: 100%;
    min-height: var(--touch);
    padding: var(--gap-2) var(--gap-3);
    border: 0;
    border-radius: var(--radius-small);
    color: var(--ink-soft);
    font: inherit;
    font-weight: 550;
    text-align: start;
    text-decoration: none;
  }
  a:hover,
  button:hover {
    background: var(--surface-sunk);
    color: var(--ink);
  }
  span {
    min-width: 0;
    overflow-wrap: break-word;
  }
  svg {
    flex: none;
    width: 1.375rem;
    height: 1.375rem;
  }
  a[aria-current],
  .here {
    color: var(--accent);
  }
  .ways {
    display: grid;
    gap: var(--gap-1);
  }
  :host([shape="rail"]) a[aria-current] {
    background: var(--accent-soft);
  }
  :host(:not([shape="rail"])) nav {
    position: fixed;
    z-index: 1;
    inset: auto 0 0;
    padding-bottom: env(safe-area-inset-bottom);
    border-top: 1px solid var(--line);
    background: var(--surface);
  }
  :host(:not([shape="rail"])) .ways {
    grid-auto-flow: column;
    grid-auto-columns: minmax(min-content, 1fr);
    gap: 0;
    max-width: 60rem;
    margin-inline: auto;
  }
  :host(:not([shape="rail"])) .ways > li {
    display: grid;
  }
  :host(:not([shape="rail"])) .ways :is(a, button) {
    flex-direction: column;
    justify-content: flex-start;
    gap: var(--gap-1);
    min-height: 4rem;
    padding: var(--gap-2) 0.125rem;
    border-radius: 0;
    font-size: 0.75rem;
    line-height: 1.15;
    text-align: center;
  }
  :host(:not([shape="rail"])) :is(a, button):focus-visible {
    outline-offset: -3px;
  }
  :host(:not([shape="rail"])) .ways :is(a[aria-current], .here) {
    box-shadow: inset 0 3px 0 var(--accent);
  }
  .rest {
    padding: var(--gap-2) var(--gap-4);
    border-bottom: 1px solid var(--line);
    box-shadow: 0 -12px 32px -16px var(--shade-deep);
  }
  .rest[hidden] {
    display: none;
  }
  .rest a[aria-current] {
    background: var(--accent-soft);
  }
  /* In a window that is hardly higher than the bar, the bar stands at the top of the page and scrolls away with it. */
  @media (max-height: 24.99rem) {
    :host(:not([shape="rail"])) nav {
      position: static;
      border-bottom: 1px solid var(--line);
    }
  }
  @media print {
    nav {
      display: none;
    }
  }
`;
