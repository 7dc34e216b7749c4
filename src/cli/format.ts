/** Numbers, sizes, times and tables as people read them. */
import { stripVTControlCharacters } from 'node:util';

const counts = new Intl.NumberFormat('en');
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** `1,234 files`, `1 file`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${counts.format(count)} ${count === 1 ? noun : plural}`;
}

/** Three figures and a binary unit: `1.50 MiB`, `512 B`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  let [value, unit] = [bytes / 1024, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${UNITS[unit]}`;
}

/** `0:05`, `1:02:03`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A time of RFC 3339 on this machine's clock: `2026-11-22 04:18:03`. */
export function timeText(rfc3339: string): string {
  const instant = Temporal.Instant.from(rfc3339);
  return instant.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}

/** `1.5G`, `200k`, `17` in bytes; undefined when it is no size. Units are binary, as restic's. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const exponent = 'kmgt'.indexOf(match[2]!.toLowerCase()) + 1;
  return Math.floor(Number(match[1]) * 1024 ** (match[2] === '' ? 0 : exponent));
}

/**
 * A point in time as a person types it: `2026-11-22`, `2026-11-22 04:18`, with seconds, with a zone (`+0100`, `Z`), days also as
 * `22.11.2026`; or RFC 3339. Without a zone it is this machine's; a day alone is its beginning. Undefined when it is no time.
 */
export function parseTime(text: string): Temporal.Instant | undefined {
  const match =
    /^(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)\.(\d\d)\.(\d{4}))(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(?:(Z|UTC)|([+-]\d\d):?(\d\d))?)?$/.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, year, month, day, dotDay, dotMonth, dotYear, time = '00:00', utc, hours, minutes] = match;
  const date = year ? `${year}-${month}-${day}` : `${dotYear}-${dotMonth}-${dotDay}`;
  const zone = utc ? 'UTC' : hours ? `${hours}:${minutes}` : Temporal.Now.timeZoneId();
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' }).toZonedDateTime(zone).toInstant();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** Is cut where the table is wider than the terminal: at its end, or, for paths, at its start. */
  readonly cut?: 'end' | 'start';
}

/** Lines of a table; a cell may hold several lines. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map(({ title }) => title), ...rows].map((row) => row.map((cell) => cell.split('\n')));
  const widths = columns.map((_, index) => Math.max(...all.flatMap((row) => row[index]!.map(widthOf))));
  const lines = all.flatMap((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      row
        .map((cell, index) => padded(cell[line] ?? '', widths[index]!, columns[index]!))
        .join('  ')
        .trimEnd(),
    );
  });
  const rule = '-'.repeat(Math.max(...lines.map(widthOf)));
  return [lines[0]!, rule, ...lines.slice(1)];
}

/** Lines of a table that fits `width`, where the columns that may be cut leave it that much; as wide as it is without a width. */
export function fittedTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number | undefined): string[] {
  const widths = columns.map(({ title }, index) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index]!))));
  let over = width === undefined ? 0 : widths.reduce((sum, each) => sum + each + 2, -2) - width;
  const rooms = columns.map(({ title, cut }, index) => {
    const room = cut && over > 0 ? Math.max(widthOf(title), 8, widths[index]! - over) : widths[index]!;
    over -= Math.max(0, widths[index]! - room);
    return room;
  });
  const cut = (cell: string, index: number) => (columns[index]!.cut === 'start' ? cutStart : cutEnd)(cell, rooms[index]!);
  return table(
    columns,
    rows.map((row) => row.map((cell, index) => (columns[index]!.cut ? cut(cell, index) : cell))),
  );
}

/** Cells that text takes on a terminal: East Asian wide characters and emoji take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(stripVTControlCharacters(text))) width += isWide(segment) ? 2 : 1;
  return width;
}

/** Cut to at most `width` cells, with an ellipsis at the front: the end of a path says most. */
export function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const segments = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let [cells, start] = [1, segments.length];
  while (start > 0 && cells + widthOf(segments[start - 1]!) <= width) cells += widthOf(segments[--start]!);
  return width < 1 ? '' : `…${segments.slice(start).join('')}`;
}

/** Cut to at most `width` cells at the end. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [cut, cells] = ['', 1];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    cells += widthOf(segment);
    if (cells > width) break;
    cut += segment;
  }
  return width < 1 ? '' : `${cut}…`;
}

function isWide(segment: string): boolean {
  return /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u.test(
    segment,
  );
}

function padded(text: string, width: number, column: Column): string {
  const space = ' '.repeat(width - widthOf(text));
  return column.right ? space + text : text + space;
}
