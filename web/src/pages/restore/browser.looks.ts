/** How a version looks from the inside. */
import { css } from 'lit';
import { trailLooks } from './trail.ts';

export const browserLooks = css`
  ${trailLooks}
  :host {
    container-type: inline-size;
  }
  h1 {
    font-size: var(--size-title);
  }
  .back {
    display: inline-flex;
    align-items: center;
    gap: var(--gap-1);
    min-height: 2rem;
  }
  .tools {
    justify-content: space-between;
  }
  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-4);
    align-items: start;
  }
  hf-entry-list {
    container-type: inline-size;
  }
  @container (min-width: 52rem) {
    .panes.two {
      grid-template-columns: minmax(0, 1fr) minmax(20rem, 26rem);
    }
    hf-preview {
      position: sticky;
      top: var(--gap-4);
    }
  }
  @container (max-width: 51.99rem) {
    .panes.two hf-entry-list {
      display: none;
    }
  }
  .marked {
    position: sticky;
    z-index: 1;
    bottom: max(var(--gap-3), var(--below, 0rem));
    padding: var(--gap-2) var(--gap-4);
    border: 1px solid var(--accent);
    border-radius: var(--radius-small);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
`;
