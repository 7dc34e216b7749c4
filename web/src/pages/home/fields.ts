/** Styles of what people type into. */
import { css } from 'lit';

export const fields = css`
  .field {
    display: grid;
    gap: var(--gap-1);
  }
  label {
    font-weight: 600;
  }
  input {
    width: 100%;
    min-width: 0;
    min-height: var(--touch);
    padding: 0 var(--gap-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
    color: var(--ink);
    font: inherit;
  }
  input[type="password"] {
    letter-spacing: 0.1em;
  }
  .with-button {
    display: flex;
    gap: var(--gap-2);
  }
`;
