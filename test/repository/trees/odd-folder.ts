/** A folder of everything a tree can hold that tends to go wrong, for restic and for us to describe. */
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, lutimesSync, mkdirSync, readdirSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeSpecialFile, setAttribute, setTimes } from '../../../src/posix/index.ts';

const text = (name: string): Buffer => Buffer.from(name, 'utf8');
const raw = (name: string): Buffer => Buffer.from(name, 'latin1');

/** Each becomes a file, and some links too. */
export const ODD_NAMES: readonly Buffer[] = [
  ...['plain', ' leading and trailing ', 'quote"quote', "apostrophe'", 'back\\slash', 'back\\x41slash', '<html>&amp;', '$HOME`x`*?'].map(
    text,
  ),
  ...[
    'bell\x07',
    'backspace\b',
    'formfeed\f',
    'new\nline',
    'return\r',
    'tab\t',
    'vertical\v',
    'escape\x1b[0m',
    'low\x01',
    'delete\x7f',
  ].map(text),
  ...['caf\u00e9 NFC', 'cafe\u0301 NFD', '日本語', '한글', 'עברית', 'العربية', '😀', '👩‍👩‍👧 family', '🇮🇹'].map(text),
  ...[
    'bidi \u202e\u2066 marks\u2069',
    'separator \u2028\u2029',
    'replacement \ufffd',
    'private \ue000\u{f0000}',
    'nobody \ufffe\u{1ffff}',
  ].map(text),
  ...[
    'soft\u00adhyphen',
    '\ufeffbyte order mark',
    'no\u00a0break',
    'next\u0085line',
    'ideographic\u3000space',
    'zero\u200bwidth\u200d',
    'tag \u{e0041}',
  ].map(text),
  ...['high \u{10ffff}', 'before astral \uff5e', 'astral \u{10000}', '\\ufffd', '...', '..x', '-rf', '~', 'x'.repeat(255)].map(text),
  ...[
    'latin1 caf\xe9',
    '\xff',
    '\x80middle\xc3',
    'overlong \xc0\xaf',
    'surrogate \xed\xa0\x80',
    'too high \xf4\x90\x80\x80',
    'cut \xf0\x9f\x98',
  ].map(raw),
];

const TARGETS = ['nowhere', '../up', '/etc/hostname', 'caf\u00e9', 'a<b>&c', 'quote"\\', 'line\nbreak\ttab', 'sep\u2028', '\ufffd'].map(
  text,
);

/** What an instant is called, and its nanoseconds. */
const TIMES: Readonly<Record<string, bigint>> = {
  'one ns': 1n,
  'before 1970': -1n,
  'long before 1970': -2_000_000_000_123_456_789n,
  'the trailing zeros': 1_600_000_000_120_000_000n,
  'a summer': 1_625_000_000_000_000_001n,
  'a winter': 1_611_000_000_999_999_999n,
  'after 2038': 4_102_444_800_000_000_000n,
  'a summer after 2038': 2_540_000_000_500_000_000n,
};

/** Times only some file systems hold: the years 1800, 2999, 9999, 10000, a leap day past it, and one before the year 0. */
const FAR_SECONDS: readonly bigint[] = [
  -5_364_662_400n,
  32_500_000_000n,
  253_402_300_799n,
  253_402_300_800n,
  253_407_484_799n,
  9_000_000_000_000n,
  -70_000_000_000n,
];

export function makeOddFolder(folder: string, { lossyLinks = false } = {}): void {
  mkdirSync(folder, { recursive: true });
  writeOddNames(path.join(folder, 'names'));
  makeOddModes(path.join(folder, 'modes'));
  makeLinks(path.join(folder, 'links'), lossyLinks);
  makeTimes(path.join(folder, 'times'));
  makeAttributes(path.join(folder, 'attributes'));
  mkdirSync(path.join(folder, 'empty folder'));
  writeFileSync(path.join(folder, 'empty file'), '');
  writeFileSync(path.join(folder, 'three blobs'), Buffer.alloc(3 * 512 * 1024));
}

/** Links whose target is not UTF-8: restic 0.14 loses it. */
export function makeLossyLinks(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [index, target] of ['\xff', 'caf\xe9/x', '\xf0\x9f\x98 cut', 'both \xef\xbf\xbd'].entries()) {
    symlinkSync(raw(target), path.join(folder, `lossy ${index}`));
  }
}

/** A folder with times outside of what restic writes, where the file system of `folder` holds them. */
export function makeFarTimes(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const seconds of FAR_SECONDS) {
    const file = Buffer.from(path.join(folder, `at ${seconds}`));
    writeFileSync(file, '');
    setTimes(file, { atimeNs: 0n, mtimeNs: seconds * 1_000_000_000n + 5n });
  }
}

function writeOddNames(folder: string): void {
  mkdirSync(folder);
  for (const [index, name] of ODD_NAMES.entries()) {
    const at = Buffer.concat([Buffer.from(`${folder}/`), name]);
    if (index % 9 === 8) mkdirSync(at);
    else writeFileSync(at, name.length % 2 ? '' : name);
  }
}

function makeOddModes(folder: string): void {
  mkdirSync(folder);
  for (const mode of [0, 0o644, 0o777, 0o4755, 0o2755, 0o1777, 0o6111, 0o7777]) {
    writeFileSync(path.join(folder, `file ${mode.toString(8)}`), 'x');
    chmodSync(path.join(folder, `file ${mode.toString(8)}`), mode);
    mkdirSync(path.join(folder, `folder ${mode.toString(8)}`));
    chmodSync(path.join(folder, `folder ${mode.toString(8)}`), mode);
  }
  for (const type of ['fifo', 'socket'] as const) makeSpecialFile(text(path.join(folder, type)), type, { mode: 0o640 });
  if (process.getuid?.() !== 0) return;
  makeSpecialFile(text(path.join(folder, 'null')), 'chardev', { mode: 0o666, device: 0x103n });
  makeSpecialFile(text(path.join(folder, 'no device')), 'chardev', { mode: 0o666, device: 0n });
  makeSpecialFile(text(path.join(folder, 'disk')), 'dev', { mode: 0o660, device: 0x1111_0370n });
}

function makeLinks(folder: string, lossy: boolean): void {
  mkdirSync(folder);
  for (const [index, target] of TARGETS.entries()) symlinkSync(target, path.join(folder, `link ${index}`));
  writeFileSync(path.join(folder, 'hard a'), 'same');
  linkSync(path.join(folder, 'hard a'), path.join(folder, 'hard b'));
  linkSync(path.join(folder, 'link 0'), path.join(folder, 'hard link of a link'));
  if (lossy) makeLossyLinks(path.join(folder, 'lossy'));
}

function makeTimes(folder: string): void {
  mkdirSync(folder);
  for (const [name, mtimeNs] of Object.entries(TIMES)) {
    writeFileSync(path.join(folder, name), '');
    setTimes(text(path.join(folder, name)), { atimeNs: 0n, mtimeNs });
  }
  symlinkSync('x', path.join(folder, 'link'));
  lutimesSync(path.join(folder, 'link'), 1, 2);
  mkdirSync(path.join(folder, 'folder'));
  setTimes(text(path.join(folder, 'folder')), { atimeNs: 0n, mtimeNs: -1_500_000_000n });
}

function makeAttributes(folder: string): void {
  mkdirSync(folder);
  const file = path.join(folder, 'tagged');
  writeFileSync(file, '');
  for (const [name, value] of [
    ['user.empty', ''],
    ['user.comment', 'caf\u00e9 <&>'],
    ['user.bin', '\0\x01\xff'],
    ['user.caf\u00e9', 'x'],
    ['user.quote"\\', 'y'],
  ] as const) {
    setAttribute(text(file), name, raw(value));
  }
  execFileSync('setfacl', ['-m', 'u:1:rw,g:2:r', file]);
  execFileSync('setfacl', ['-d', '-m', 'u:1:rwx', folder]);
}

/** Whether a file system of a kind that holds any time is at `folder`. */
export function holdsAnyTime(folder: string): boolean {
  const TMPFS = 0x0102_1994;
  try {
    return statfsSync(folder).type === TMPFS && readdirSync(folder) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
