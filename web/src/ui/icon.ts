/** The page's few drawings, made for a 24-unit square and drawn in the colour of the text. */
import { html, svg, type TemplateResult } from 'lit';

const DRAWINGS = {
  holdfast: svg`<path d="M12 2.500v10.500M12 6c3.200 0 4.800-1.200 5.200-3.200M12 9.600c-3.200 0-4.800-1.200-5.200-3.200M12 12.500c0 3.300-2.400 3.700-4.900 5.300M12 12.500c0 3.300 2.400 3.700 4.900 5.300M12 12.500v5M4 21c4.200-2 11.800-2 16 0"/>`,
  folder: svg`<path d="M3 6.500a1.500 1.500 0 0 1 1.500-1.500h4.300l2 2.500h8.700a1.500 1.500 0 0 1 1.500 1.500v9a1.500 1.500 0 0 1-1.500 1.500h-15a1.500 1.500 0 0 1-1.500-1.500z"/>`,
  file: svg`<path d="M6 3h8l4.500 4.500v13.500h-12.500zM14 3v4.500h4.500"/>`,
  text: svg`<path d="M6 3h8l4.500 4.500v13.500h-12.500zM14 3v4.500h4.500M9 12h6.500M9 15h6.500M9 18h4"/>`,
  picture: svg`<rect x="3" y="4.500" width="18" height="15" rx="1.500"/><path d="m4 17 5-5.500 4 4 2.500-2.500 4.500 4.500"/><circle cx="15.500" cy="9" r="1.500"/>`,
  link: svg`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4.200 4.200 0 0 0-6-6l-1.300 1.300M14 10a4 4 0 0 0-6-.4l-3 3a4.200 4.200 0 0 0 6 6l1.300-1.300"/>`,
  special: svg`<rect x="5" y="5" width="14" height="14" rx="2"/><path d="M9 2v3M15 2v3M9 19v3M15 19v3M2 9h3M2 15h3M19 9h3M19 15h3"/>`,
  up: svg`<path d="M12 19v-14M6 11l6-6 6 6"/>`,
  next: svg`<path d="m9 5 7 7-7 7"/>`,
  back: svg`<path d="m15 5-7 7 7 7"/>`,
  download: svg`<path d="M12 4v11M7 10.500l5 5 5-5M4.500 20h15"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  warning: svg`<path d="M12 3.500 22 20.500h-20zM12 10v5M12 17.800v.2"/>`,
  done: svg`<circle cx="12" cy="12" r="9"/><path d="m8 12.500 3 3 5.500-6.500"/>`,
  stopped: svg`<circle cx="12" cy="12" r="9"/><path d="M8 12h8"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  lock: svg`<rect x="5" y="11" width="14" height="9.500" rx="1.500"/><path d="M8 11v-3a4 4 0 0 1 8 0v3"/>`,
} as const;

export type Drawing = keyof typeof DRAWINGS;

export function icon(drawing: Drawing): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${DRAWINGS[drawing]}</svg>`;
}
