/** How the list of versions looks. */
import { css } from 'lit';

export const timelineLooks = css`
  h2 {
    margin-bottom: var(--gap-3);
    font-size: var(--size-lead);
  }
  .tools {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 20rem));
    gap: var(--gap-4);
    align-items: start;
  }
  .versions {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  li :is(a, .row-only) {
    display: grid;
    grid-template-columns: minmax(5rem, auto) minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--gap-1) var(--gap-4);
    padding: var(--gap-3) var(--gap-4);
    color: var(--ink);
    text-decoration: none;
  }
  li a:hover {
    background: var(--accent-soft);
  }
  li a:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius);
  }
  .time {
    font-variant-numeric: tabular-nums;
    font-weight: 600;
    white-space: nowrap;
  }
  .next {
    display: flex;
  }
  li svg {
    color: var(--accent);
  }
  @media (max-width: 30rem) {
    li :is(a, .row-only) {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .time {
      grid-column: 1;
    }
    .what {
      grid-column: 1;
    }
    .next {
      grid-area: 1 / 2 / span 2 / auto;
    }
  }
`;
