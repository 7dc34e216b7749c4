/** Styles of what people type into and choose from. Browsers keep the behaviour of the native elements; only the looks are ours. */
import { css } from 'lit';

export const controls = css`
  .field {
    display: grid;
    gap: var(--gap-1);
  }
  label,
  legend {
    padding: 0;
    font-weight: 600;
  }
  fieldset {
    display: grid;
    gap: var(--gap-1);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  input:not([type="checkbox"], [type="radio"]),
  select,
  textarea {
    appearance: none;
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
  textarea {
    padding-block: var(--gap-2);
  }
  :is(input, select, textarea):disabled {
    opacity: 0.55;
  }
  [aria-invalid="true"]:not([type="checkbox"], [type="radio"]) {
    border-color: var(--red);
    box-shadow: inset 0 0 0 1px var(--red);
  }
  input[type="password"] {
    letter-spacing: 0.1em;
  }
  /* A chevron of two gradients: pictures from data: addresses are forbidden here. */
  select {
    padding-inline-end: 2.5rem;
    background:
      linear-gradient(45deg, transparent 50%, var(--ink-soft) 50%) calc(100% - 1.35rem) 55% / 0.4rem 0.4rem no-repeat,
      linear-gradient(-45deg, transparent 50%, var(--ink-soft) 50%) calc(100% - 0.95rem) 55% / 0.4rem 0.4rem no-repeat,
      var(--surface);
    cursor: pointer;
    text-overflow: ellipsis;
  }
  [type="checkbox"],
  [type="radio"] {
    appearance: none;
    flex: none;
    display: grid;
    place-content: center;
    width: 1.375rem;
    height: 1.375rem;
    margin: 0;
    border: 1px solid var(--line-strong);
    border-radius: 0.3rem;
    background: var(--surface);
    cursor: pointer;
  }
  [type="radio"] {
    border-radius: 50%;
  }
  [type="checkbox"]::before,
  [type="radio"]::before {
    content: "";
    width: 0.75rem;
    height: 0.75rem;
    background: var(--on-accent);
    transform: scale(0);
  }
  [type="checkbox"]::before {
    clip-path: polygon(14% 44%, 0 65%, 50% 100%, 100% 16%, 80% 0%, 43% 62%);
  }
  [type="radio"]::before {
    border-radius: 50%;
    width: 0.6rem;
    height: 0.6rem;
  }
  :is([type="checkbox"], [type="radio"]):checked {
    border-color: var(--accent);
    background: var(--accent);
  }
  :is([type="checkbox"], [type="radio"]):checked::before {
    transform: scale(1);
  }
  .option {
    display: flex;
    align-items: center;
    gap: var(--gap-3);
    min-height: var(--touch);
    font-weight: 400;
    cursor: pointer;
  }
  .error {
    color: var(--red);
  }
  .error:empty {
    display: none;
  }
  .with-button {
    display: flex;
    gap: var(--gap-2);
  }
  /* Colours that a person's system forces on pages draw no backgrounds: then the browser's own signs are better. */
  @media (forced-colors: active) {
    select,
    [type="checkbox"],
    [type="radio"] {
      appearance: auto;
    }
  }
`;
