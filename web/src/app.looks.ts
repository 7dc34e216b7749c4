/** How the frame looks: beside the page where there is room, above and below it where there is not. */
import { css } from 'lit';

export const appLooks = css`
  .side {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 var(--gap-4);
    padding: var(--gap-2) clamp(var(--gap-4), 4vw, var(--gap-6));
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: var(--gap-2);
    min-height: var(--touch);
    color: var(--ink);
    font: 600 1.375rem var(--font-title);
    text-decoration: none;
  }
  .brand svg {
    width: 1.75rem;
    height: 1.75rem;
    color: var(--accent);
  }
  main {
    max-width: 76rem;
    margin-inline: auto;
    padding: clamp(var(--gap-5), 4vw, var(--gap-7)) clamp(var(--gap-4), 4vw, var(--gap-7));
  }
  main:focus {
    outline: none;
  }
  main .row {
    margin-top: var(--gap-4);
  }
  .skip {
    position: absolute;
    inset: var(--gap-2) auto auto var(--gap-2);
    z-index: 2;
    background: var(--surface);
  }
  .skip:not(:focus) {
    clip-path: inset(50%);
  }
  .away {
    border-radius: 0;
    justify-content: center;
  }
  @media (max-width: 59.99rem) and (min-height: 25rem) {
    .stage {
      padding-bottom: calc(5rem + env(safe-area-inset-bottom));
    }
    hf-toast {
      --below: calc(5rem + env(safe-area-inset-bottom));
    }
  }
  @media (min-width: 60rem) {
    .frame {
      display: grid;
      grid-template-columns: 15.5rem minmax(0, 1fr);
      min-height: 100dvh;
    }
    .side {
      position: sticky;
      top: 0;
      display: grid;
      grid-template-rows: auto auto 1fr;
      justify-content: stretch;
      gap: var(--gap-5);
      align-items: start;
      height: 100dvh;
      padding: var(--gap-5) var(--gap-3);
      border-bottom: 0;
      border-inline-end: 1px solid var(--line);
      overflow-y: auto;
    }
    .brand {
      padding-inline-start: var(--gap-3);
    }
    hf-who {
      grid-row: 3;
      align-self: end;
    }
  }
  @media print {
    .frame {
      display: block;
    }
    .side {
      position: static;
      height: auto;
      padding: 0;
      border: 0;
    }
    .away,
    .skip {
      display: none;
    }
    main {
      max-width: none;
      padding: 0;
    }
  }
`;
