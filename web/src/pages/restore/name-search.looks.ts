/** How a search and what it found look. */
import { css } from 'lit';

export const nameSearchLooks = css`
  .question {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-3) var(--gap-4);
    align-items: start;
  }
  @media (min-width: 40rem) {
    .question {
      grid-template-columns: minmax(0, 1fr) 12rem;
    }
  }
  .hits {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  li a {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--gap-3);
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
  .texts {
    display: grid;
    min-width: 0;
  }
  .texts > .name:first-child {
    font-weight: 600;
  }
  .kind,
  .next {
    display: flex;
    color: var(--accent);
  }
  .gone svg {
    flex: none;
  }
  .gone {
    display: flex;
    gap: var(--gap-1);
    align-items: center;
    color: var(--amber);
  }
`;
