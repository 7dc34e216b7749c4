/** What the page may show of a file, decided by its name alone. Everything else is only ever downloaded. */
import type { PreviewKind } from './contract/index.ts';

const PICTURES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

const TEXTS = new Set(
  `asc bash bat c cfg conf cpp cs css csv diff env eml go h hpp htm html ics ini java js json jsonl jsx kt less lock log lua m3u markdown md
  mjs org patch php pl properties ps1 py r rb rs rst rtf sass scala scss sh sql srt svg swift tex toml ts tsv tsx txt vcf xml yaml yml`.split(
    /\s+/,
  ),
);
const TEXT_NAMES = new Set(['dockerfile', 'license', 'makefile', 'readme', 'changelog', 'authors', 'copying', 'notes', 'todo']);

export function previewOf(name: string): PreviewKind | null {
  const ending = endingOf(name);
  if (ending in PICTURES) return 'picture';
  return TEXTS.has(ending) || TEXT_NAMES.has(name.toLowerCase()) ? 'text' : null;
}

/** Markup (HTML, SVG, XML) is text here: it is read, never run. */
export function contentTypeOf(name: string): string {
  const kind = previewOf(name);
  if (kind === 'picture') return PICTURES[endingOf(name)]!;
  return kind === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1).toLowerCase();
}
