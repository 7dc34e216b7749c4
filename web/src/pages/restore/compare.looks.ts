/** How a comparison looks: signs and words tell the changes apart, colours only help. */
import { css } from 'lit';
import { trailLooks } from './trail.ts';

export const compareLooks = css`
  ${trailLooks}
  h1 {
    font-size: var(--size-title);
  }
  .back {
    display: inline-flex;
    align-items: center;
    gap: var(--gap-1);
    min-height: 2rem;
  }
  .sides {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 20rem));
    gap: var(--gap-4);
  }
  .counts {
    margin-top: var(--gap-2);
    gap: var(--gap-2) var(--gap-5);
  }
  .counts li {
    display: flex;
    align-items: center;
    gap: var(--gap-2);
  }
  .differences {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  .differences li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--gap-3);
    min-height: 3.5rem;
    padding: var(--gap-2) var(--gap-4);
    border-inline-start: 4px solid transparent;
  }
  .differences li + li {
    border-top: 1px solid var(--line);
  }
  .differences .added {
    border-inline-start-color: var(--accent);
  }
  .differences .removed {
    border-inline-start: 4px dashed var(--red);
  }
  .differences .changed {
    border-inline-start: 4px double var(--amber);
  }
  .added svg {
    color: var(--accent);
  }
  .removed svg {
    color: var(--red);
  }
  .changed svg {
    color: var(--amber);
  }
  .sign {
    display: flex;
    color: var(--ink-soft);
  }
  .texts {
    display: grid;
    min-width: 0;
  }
  @media (max-width: 30rem) {
    .differences li {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .differences button {
      grid-column: 2;
      justify-self: start;
      padding: 0;
    }
  }
`;
