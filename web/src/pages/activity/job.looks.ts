/** How the page of one job looks. */
import { css } from 'lit';

export const jobLooks = css`
  .stack {
    max-width: 54rem;
  }
  .card.stack {
    gap: var(--gap-4);
  }
  .back {
    display: inline-flex;
    align-items: center;
    gap: var(--gap-1);
    min-height: var(--touch);
  }
  h1 {
    font-size: var(--size-title);
  }
  .now {
    font-size: var(--size-lead);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
    gap: var(--gap-4);
  }
  dt {
    color: var(--ink-soft);
    font-size: var(--size-small);
  }
  .log {
    display: grid;
    gap: var(--gap-2);
    max-height: 24rem;
    overflow: auto;
    padding: var(--gap-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-sunk);
    font-size: var(--size-small);
  }
  .log time {
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
`;
