/** Styles that components share: the page's few basic shapes. */
import { css } from 'lit';

export const looks = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2 {
    font-family: var(--font-title);
    font-weight: 600;
    line-height: 1.2;
    text-wrap: balance;
  }
  h1 {
    font-size: var(--size-sentence);
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: var(--size-title);
  }
  a {
    color: var(--accent);
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    border-radius: var(--radius-small);
  }
  h1:focus,
  h2:focus {
    outline: none;
  }
  .lead {
    max-width: 40rem;
    margin-top: var(--gap-3);
    color: var(--ink-soft);
    font-size: var(--size-lead);
    text-wrap: pretty;
  }
  .soft {
    color: var(--ink-soft);
  }
  h2 + .soft {
    margin-top: var(--gap-2);
  }
  .small {
    font-size: var(--size-small);
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-5);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-3);
  }
  .card {
    padding: clamp(var(--gap-4), 3vw, var(--gap-6));
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .name {
    overflow-wrap: anywhere;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--gap-2);
    min-height: var(--touch);
    padding: var(--gap-1) var(--gap-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: transparent;
    color: var(--ink);
    font: inherit;
    font-weight: 550;
    line-height: 1.25;
    text-decoration: none;
    cursor: pointer;
  }
  button:hover,
  .button:hover {
    background: var(--accent-soft);
  }
  button[disabled] {
    opacity: 0.55;
    cursor: default;
  }
  .primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  .primary:hover:not([disabled]) {
    background: var(--accent-strong);
  }
  .accent {
    border-color: var(--accent);
    color: var(--accent);
  }
  .quiet {
    border-color: transparent;
    color: var(--accent);
  }
  /* Nothing to say takes no room, but stays where listeners can hear it. */
  [role="alert"]:empty {
    position: absolute;
  }
  .note {
    display: flex;
    gap: var(--gap-3);
    padding: var(--gap-3) var(--gap-4);
    border-radius: var(--radius-small);
    overflow-wrap: anywhere;
  }
  .note svg {
    flex: none;
    margin-top: 0.1em;
  }
  .amber {
    background: var(--amber-soft);
    color: var(--amber);
  }
  .red {
    background: var(--red-soft);
    color: var(--red);
  }
  .empty {
    display: flex;
    gap: var(--gap-4);
  }
  .empty > svg {
    flex: none;
    width: 2.5rem;
    height: 2.5rem;
    color: var(--accent);
  }
  .empty .row {
    margin-top: var(--gap-3);
  }
  .aside {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg {
    width: 1.25em;
    height: 1.25em;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none;
      animation: none;
    }
  }
  @media print {
    .screen-only {
      display: none;
    }
    .card {
      padding: 0;
      border: 0;
      break-inside: avoid;
    }
    h2 {
      break-after: avoid;
    }
  }
`;
