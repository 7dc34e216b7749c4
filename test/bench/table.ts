/** Benchmark figures as a person reads them: a line a figure, ours before the peers', then ours as a share of theirs. */
import type { Measured } from './measure.ts';

/** Columns in line; the first two hold words, the others figures. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  for (const cells of rows)
    console.log(cells.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
}

/** `figures` are ours and those of `peers`, in this order. */
export function row(step: string, what: string, figures: readonly number[], peers: readonly string[]): string[] {
  const digits = what.endsWith('MiB') ? 0 : 2;
  const ratios = peers.map((_, index) => (figures[0]! / figures[index + 1]!).toFixed(2));
  return [step, what, ...figures.map((figure) => figure.toFixed(digits)), ...ratios];
}

/** The three lines of one step; `measured` as in `row`. */
export function rowsOf(step: string, measured: readonly Measured[], peers: readonly string[]): string[][] {
  const wall = measured.map(({ wallSeconds }) => wallSeconds);
  const cpu = measured.map(({ cpuSeconds }) => cpuSeconds);
  const mebibytes = measured.map(({ peakBytes }) => peakBytes / 1024 ** 2);
  return [row(step, 'wall s', wall, peers), row('', 'CPU s', cpu, peers), row('', 'peak MiB', mebibytes, peers)];
}
