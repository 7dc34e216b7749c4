/** How the picture of all copies looks. */
import { css } from 'lit';

export const pictureLooks = css`
  .title {
    justify-content: space-between;
  }
  .lead-in {
    margin-block: var(--gap-1) var(--gap-2);
  }
  :is(thead, tbody) th:first-child {
    width: 24%;
  }
  /* A path may break anywhere, a word may not. */
  thead th:nth-child(-n + 3) {
    overflow-wrap: normal;
  }
  .do .button,
  .do button {
    padding-inline: var(--gap-3);
    white-space: nowrap;
  }
  tbody th {
    font-weight: 400;
  }
  tbody th .left-out {
    display: block;
    margin-top: var(--gap-1);
  }
  .cell {
    display: grid;
    gap: var(--gap-1);
    overflow-wrap: break-word;
  }
  .verdict {
    display: inline-flex;
    gap: var(--gap-1);
  }
  .verdict svg {
    flex: none;
    margin-top: 0.15em;
  }
  .good .verdict {
    color: var(--accent);
    font-weight: 550;
  }
  .wanting .verdict {
    color: var(--amber);
    font-weight: 550;
  }
  .do {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-2);
  }
  @container (max-width: 36rem) {
    :is(thead, tbody) th:first-child {
      width: auto;
    }
    .do .button,
    .do button {
      white-space: normal;
    }
    :is(tbody th, td) {
      justify-content: flex-start;
    }
    td .title {
      flex: 0 0 7rem;
    }
    td > span:last-child {
      flex: 1 1 10rem;
      min-width: 0;
    }
  }
`;
