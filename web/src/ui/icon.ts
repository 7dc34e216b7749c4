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
  minus: svg`<path d="M5 12h14"/>`,
  changed: svg`<path d="M12 4v9M7.500 8.500h9M7.500 18h9"/>`,
  lock: svg`<rect x="5" y="11" width="14" height="9.500" rx="1.500"/><path d="M8 11v-3a4 4 0 0 1 8 0v3"/>`,
  person: svg`<circle cx="12" cy="8.500" r="4"/><path d="M4.500 20c.8-3.800 3.800-5.500 7.500-5.500s6.700 1.700 7.500 5.500"/>`,
  home: svg`<path d="M4 11.500 12 4.500l8 7M6.500 9.500v10h11v-10"/>`,
  machines: svg`<rect x="3" y="4.500" width="18" height="12" rx="1.500"/><path d="M8.500 20.500h7M12 16.500v4"/>`,
  restore: svg`<path d="M4.500 12.500a7.500 7.500 0 1 0 2.200-5.800l-2.200 2.300M4.500 4.500v4.500h4.500M12 8.500v4.500l3 2"/>`,
  rescue: svg`<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.700"/><path d="m5.700 5.700 3.700 3.700M14.600 14.600l3.700 3.700M18.300 5.700l-3.700 3.700M9.400 14.600l-3.700 3.700"/>`,
  offsite: svg`<path d="M12 21.500c4.500-4.600 6.800-8.200 6.800-11.500a6.800 6.800 0 0 0-13.600 0c0 3.300 2.300 6.900 6.800 11.500z"/><circle cx="12" cy="10" r="2.500"/>`,
  continuity: svg`<path d="m12 3 7.500 2.800v5.700c0 4.400-3 7.700-7.500 9.500-4.500-1.800-7.500-5.100-7.500-9.500v-5.700zM8.500 12l2.500 2.500 4.500-5"/>`,
  activity: svg`<path d="M3 12.500h4l2.500-7 5 13 2.500-6h4"/>`,
  settings: svg`<path d="M4 7.500h8.500M17 7.500h3M4 16.500h3M11.500 16.500h8.500"/><circle cx="14.700" cy="7.500" r="2.200"/><circle cx="9.300" cy="16.500" r="2.200"/>`,
  more: svg`<path d="M5.500 12h.010M12 12h.010M18.500 12h.010" stroke-width="3"/>`,
  print: svg`<path d="M7 8.500v-5h10v5M7 17.500h-2.500a1.500 1.500 0 0 1-1.500-1.500v-6a1.500 1.500 0 0 1 1.500-1.500h15a1.500 1.500 0 0 1 1.500 1.500v6a1.500 1.500 0 0 1-1.500 1.500h-2.500M7 14h10v7h-10z"/>`,
  language: svg`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.600 2.600 3.800 5.600 3.800 9s-1.200 6.400-3.800 9c-2.600-2.600-3.800-5.600-3.800-9s1.200-6.400 3.800-9z"/>`,
} as const;

export type Drawing = keyof typeof DRAWINGS;

export function icon(drawing: Drawing): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${DRAWINGS[drawing]}</svg>`;
}
