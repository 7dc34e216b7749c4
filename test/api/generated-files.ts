/** A folder as people have them: texts, a picture, sub-folders, links, odd names, and one folder with very many files. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

export const MANY = 10_000;

/** Names as bytes: not UTF-8, markup, line breaks, backslashes, direction marks, characters that mean something in URLs. */
export const ODD_NAMES: readonly Buffer[] = [
  Buffer.from('caf\xe9.txt', 'latin1'),
  Buffer.from('caf\xe8.txt', 'latin1'),
  ...[
    'ünïcödé 日本.txt',
    ' leading and trailing ',
    '-dash.txt',
    'new\nline.txt',
    'back\\slash.txt',
    '<img src=x onerror=alert(1)>.txt',
    'percent%41 plus+ hash# question? and&.txt',
    '\u202egpj.exe',
    'C:drive.txt',
    'quote\'s "double".txt',
  ].map((name) => Buffer.from(name)),
];

export async function generateFiles(options: { many?: number } = {}): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'holdfast-files-'));
  const put = async (name: string, content: string | Uint8Array) => {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  };
  await put('letters/hello.txt', 'Dear reader,\nthis is a small letter with an ä.\n');
  await put('letters/long.txt', longText());
  await put('letters/empty.txt', '');
  await put('letters/2024/january.md', '# January\n\nIt was cold.\n');
  await put('pictures/sunset.png', picture(480, 300));
  await put('pictures/broken.png', 'this is no picture');
  await put('data/random.bin', noise(3_000_000));
  await put('data/run.sh', '#!/bin/sh\necho hello\n');
  await chmod(path.join(root, 'data/run.sh'), 0o755);
  await utimes(path.join(root, 'letters/hello.txt'), 1_600_000_000, 1_600_000_000);
  // Node's own utimes takes times before 1970 for now.
  execFileSync('touch', ['-d', '1969-12-31T00:00:00Z', path.join(root, 'data/random.bin')]);
  await mkdir(path.join(root, 'empty'));
  await symlink('../letters/hello.txt', path.join(root, 'data/link to hello'));
  execFileSync('mkfifo', [path.join(root, 'data/pipe')]);
  await mkdir(path.join(root, 'odd names'));
  for (const name of ODD_NAMES)
    await writeFile(Buffer.concat([Buffer.from(`${root}/odd names/`), name]), `content of ${name.toString('hex')}`);
  await mkdir(path.join(root, 'many'));
  for (let number = 0; number < (options.many ?? 0); number++)
    await writeFile(path.join(root, 'many', `note ${number}.txt`), `note ${number}\n`);
  return root;
}

/** More than the page previews at once. */
function longText(): string {
  return Array.from({ length: 20_000 }, (_, line) => `line ${line}: the quick brown fox`).join('\n');
}

/** The same bytes every time, which no compressor makes smaller. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state;
  }
  return bytes;
}

/** A PNG of an evening sky. Source: W3C PNG, third edition. */
export function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      const sun = Math.hypot(x - width / 2, y - height * 0.7) < height * 0.16;
      const sky = [30 + (200 * y) / height, 60 + (90 * y) / height, 120 - (40 * y) / height];
      const color = sun ? [255, 214, 120] : y > height * 0.7 ? [16, 70 + (20 * x) / width, 84] : sky;
      for (let channel = 0; channel < 3; channel++) rows[at + channel] = color[channel]!;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
