/** Progress of long work: how often it is said, and in which form, by where it goes. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Progress } from '../../src/base/index.ts';
import { LiveDisplay } from '../../src/cli/live-display.ts';

const displaying = suite('the display of long work');

/** Shows a backup of a hundred seconds, a report every twentieth of a second; returns what was written where. */
function shown(options: { isTTY?: boolean; isJson?: boolean; isQuiet?: boolean }, width: (second: number) => number = () => 80) {
  const written = { stdout: [] as string[], stderr: [] as string[] };
  let second = 0;
  const stderr = {
    isTTY: options.isTTY ?? false,
    get columns() {
      return width(second);
    },
    write: (text: string) => written.stderr.push(text),
  };
  using display = new LiveDisplay({
    stderr: stderr as ConstructorParameters<typeof LiveDisplay>[0]['stderr'],
    stdout: { write: (text) => written.stdout.push(String(text)) },
    isJson: options.isJson ?? false,
    isQuiet: options.isQuiet ?? false,
    nowMs: () => second * 1000,
  });
  for (let tick = 0; tick <= 2000; tick++) {
    second = tick / 20;
    display.report(progressAt(second));
  }
  display.clear();
  return written;
}

function progressAt(second: number): Progress {
  const bytesTotal = second < 10 ? undefined : 100_000_000;
  const filesTotal = second < 10 ? undefined : 100;
  const filesDone = Math.floor(second);
  return {
    phase: 'backing up',
    filesDone,
    filesTotal,
    bytesDone: second * 1e6,
    bytesTotal,
    current: `home/anna/日本/file ${filesDone}`,
    errors: second > 50 ? 2 : 0,
  };
}

displaying('draws at most ten times a second on a terminal, two lines each, and takes them away at the end', () => {
  const { stderr, stdout } = shown({ isTTY: true });
  assert.equal(stdout, []);
  assert.ok(stderr.length > 600 && stderr.length <= 1002, String(stderr.length));
  assert.match(stderr[0]!, /^\[ +\] +0 B {2}measuring\nbacking up 0 files {2}home\/anna\/日本\/file 0$/);
  assert.match(stderr.at(-2)!, / (99|100)%/);
  assert.match(stderr.at(-2)!, /\nbacking up (99|100) of 100 files, 2 errors {2}home\/anna/);
  assert.is(stderr.at(-1), '\r\x1b[A\x1b[J');
});

displaying('says that it is measuring until the totals are known, then the time left', () => {
  const { stderr } = shown({ isTTY: true });
  for (const frame of stderr.slice(0, -1)) assert.is(frame.includes('measuring'), !frame.includes(' of 95.4 MiB'));
  const halfway = stderr.find((frame) => frame.includes('50 of 100 files'))!;
  assert.match(halfway, /\[#+ +\] {2}50% {2}47\.7 MiB of 95\.4 MiB {2}977 KiB\/s {2}0:50 left/);
});

displaying('follows the width of the terminal', () => {
  const { stderr } = shown({ isTTY: true }, (second) => (second < 50 ? 120 : 30));
  const longest = (frames: string[]) =>
    Math.max(...frames.flatMap((frame) => frame.replace('\r\x1b[A\x1b[J', '').split('\n')).map((line) => line.length));
  const narrow = stderr.findIndex((frame) => frame.includes('51 of 100'));
  assert.ok(longest(stderr.slice(0, narrow - 20)) > 70);
  assert.ok(longest(stderr.slice(narrow)) < 30);
});

displaying('says a plain line every half minute where there is no terminal', () => {
  const { stderr } = shown({});
  assert.is(stderr.length, 3);
  assert.match(stderr[0]!, /^backing up 30 of 100 files {2}28\.6 MiB of 95\.4 MiB {2}977 KiB\/s {2}\d:\d\d left\n$/);
});

displaying('says a line of JSON every second, with only what is known', () => {
  const { stdout, stderr } = shown({ isJson: true, isTTY: true });
  assert.equal(stderr, []);
  assert.is(stdout.length, 101);
  const [first, last] = [JSON.parse(stdout[0]!), JSON.parse(stdout.at(-1)!)];
  assert.equal(
    [first.message_type, first.percent_done, first.total_bytes, first.seconds_remaining],
    ['status', undefined, undefined, undefined],
  );
  assert.equal([last.percent_done, last.total_files, last.error_count, last.seconds_remaining], [1, 100, 2, 0]);
});

displaying('says nothing to who wants quiet', () => {
  assert.equal(shown({ isQuiet: true, isTTY: true }), { stdout: [], stderr: [] });
});

displaying.run();
