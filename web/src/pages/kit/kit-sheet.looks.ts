/** How the sheet of the recovery kit looks; on paper it is one page, A4 or Letter, in black on white. */
import { css } from 'lit';

export const kitSheetLooks = css`
  .sheet {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-4);
    padding: clamp(var(--gap-4), 3vw, var(--gap-6));
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-small);
  }
  h3 {
    display: flex;
    align-items: center;
    gap: var(--gap-2);
    margin: 0;
    font: 600 var(--size-title) / 1.2 var(--font-title);
  }
  h3 svg {
    flex: none;
  }
  h4 {
    margin: 0 0 var(--gap-2);
    font-size: var(--size-text);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr));
    gap: var(--gap-2) var(--gap-4);
  }
  dl > :last-child {
    grid-column: 1 / -1;
  }
  dt {
    color: var(--ink-soft);
    font-size: var(--size-small);
  }
  dd {
    overflow-wrap: anywhere;
  }
  dl > :last-child dd {
    font: var(--size-small) / 1.5 var(--font-code);
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-4);
    align-items: center;
    justify-content: space-between;
    padding: var(--gap-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
  }
  .key > div {
    flex: 1 1 15rem;
    min-width: 0;
  }
  .groups {
    display: grid;
    grid-template-columns: repeat(4, max-content);
    gap: var(--gap-2) var(--gap-4);
    margin-bottom: var(--gap-2);
    counter-reset: group;
    font: 600 1.25rem / 1.4 var(--font-code);
  }
  .groups li {
    counter-increment: group;
    white-space: nowrap;
  }
  .groups li::before {
    content: counter(group) "\\00a0";
    color: var(--ink-soft);
    font: 400 var(--size-small) var(--font-text);
  }
  .qr {
    flex: none;
    width: 11rem;
    height: 11rem;
  }
  .rim {
    fill: var(--code-paper);
  }
  .ink {
    fill: var(--code-ink);
  }
  pre {
    margin: var(--gap-1) 0 var(--gap-3);
    padding: var(--gap-2) var(--gap-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-sunk);
    font: var(--size-small) / 1.5 var(--font-code);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .places {
    display: grid;
    gap: var(--gap-5);
  }
  .places span {
    height: 1rem;
    border-bottom: 1px solid var(--line-strong);
  }
  section > p + p {
    margin-top: var(--gap-3);
  }
  .word {
    display: inline-block;
    max-width: 100%;
  }
  @media (max-width: 40rem) {
    .groups {
      grid-template-columns: repeat(2, max-content);
      font-size: 1.125rem;
    }
  }
  @media print {
    section > p + p {
      margin-top: 3pt;
    }
    .sheet {
      gap: 6pt;
      padding: 0;
      border: 0;
      font-size: 9.5pt;
      line-height: 1.3;
      break-inside: avoid;
    }
    h3 {
      font-size: 18pt;
    }
    /* The page bears the sign already. */
    h3 svg {
      display: none;
    }
    h4 {
      margin-bottom: 3pt;
      font-size: 11pt;
    }
    dt,
    pre,
    .small,
    dl > :last-child dd {
      font-size: 9pt;
    }
    dl {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .key {
      flex-wrap: nowrap;
      padding: 6pt;
    }
    .groups {
      grid-template-columns: repeat(4, max-content);
      font-size: 14pt;
    }
    .qr {
      width: 3.6cm;
      height: 3.6cm;
    }
    pre {
      margin: 1pt 0 3pt;
      padding: 2pt 6pt;
    }
    .places {
      gap: 14pt;
    }
  }
`;
