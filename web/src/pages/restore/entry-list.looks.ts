/** How the list of entries looks. Rows have one fixed height, because the list computes where they are. */
import { css, unsafeCSS } from 'lit';

export const ROW_PX = 56;

export const entryListLooks = css`
  [role="grid"] {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  [role="row"] {
    display: grid;
    grid-template-columns: 1.5rem minmax(0, 1fr) 11rem 6rem 3rem;
    align-items: center;
    gap: var(--gap-3);
    padding-inline: var(--gap-3) var(--gap-2);
  }
  .head {
    min-height: 2.25rem;
    border-bottom: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: var(--size-small);
    scrollbar-gutter: stable;
  }
  .head [role="columnheader"]:nth-child(2) {
    padding-inline-start: 2.5rem;
  }
  .view {
    max-height: max(20rem, 68dvh);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .all {
    position: relative;
    overflow: clip;
  }
  .entry {
    position: absolute;
    inset: 0 0 auto;
    height: ${unsafeCSS(ROW_PX)}px;
    border-bottom: 1px solid var(--line);
  }
  .entry:hover,
  .entry[aria-selected="true"] {
    background: var(--accent-soft);
  }
  .mark label {
    display: grid;
    place-items: center;
    height: ${unsafeCSS(ROW_PX)}px;
    cursor: pointer;
  }
  .size {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .about {
    display: none;
  }
  .cell {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--gap-2);
    height: 100%;
    min-width: 0;
  }
  .open {
    display: block;
    min-height: 1.5rem;
    padding: 0;
    border: 0;
    font-weight: 400;
    text-align: start;
    white-space: pre;
  }
  .open:hover {
    background: none;
  }
  .open:focus-visible {
    outline: none;
  }
  /* The whole cell opens, though only the name is the button. */
  .open::after {
    content: "";
    position: absolute;
    inset: 3px 0;
    border-radius: var(--radius-small);
  }
  .open:focus-visible::after {
    outline: 3px solid var(--focus);
    outline-offset: -1px;
  }
  .kind {
    flex: none;
    width: 2rem;
    text-align: center;
    color: var(--ink-soft);
  }
  .kind svg {
    display: block;
    margin: auto;
  }
  .kind.dir {
    color: var(--accent);
  }
  .texts {
    display: grid;
    min-width: 0;
    line-height: 1.3;
  }
  .texts > * {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .get a {
    display: grid;
    place-items: center;
    width: var(--touch);
    height: var(--touch);
    border-radius: var(--radius-small);
  }
  .get a:hover {
    background: var(--surface);
  }
  @container (max-width: 40rem) {
    [role="row"] {
      grid-template-columns: 1.75rem minmax(0, 1fr) 3rem;
      gap: var(--gap-1);
      padding-inline: var(--gap-2) 0;
    }
    .cell {
      gap: var(--gap-1);
    }
    .kind {
      width: 1.5rem;
    }
    .modified,
    .size {
      display: none;
    }
    .about {
      display: block;
    }
    .about:not(:nth-child(2)) {
      display: none;
    }
  }
`;
