/** ZIPs, with unzip as the judge; also beyond the limits of the old format. */
// deadline: 240 s
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writeZip, type ZipInput } from '../../../src/services/restore/zip-writer.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-zip-'));
const archive = path.join(scratch, 'test.zip');

const zips = suite('a ZIP');

zips.after(() => rmSync(scratch, { recursive: true, force: true }));

const plain = { mode: 0o100644, mtimeMs: 1_600_000_000_000, isWorthDeflating: true };

function file(name: string, content: Buffer): ZipInput {
  return { ...plain, path: name, sizeBytes: content.length, content: [content] };
}

async function write(inputs: Iterable<ZipInput>): Promise<void> {
  await pipeline(
    writeZip(
      (async function* () {
        yield* inputs;
      })(),
    ),
    createWriteStream(archive),
  );
}

function unzip(...options: string[]): string {
  return execFileSync('unzip', options, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' }, maxBuffer: 1 << 28 });
}

zips('of nothing is a ZIP', async () => {
  await write([]);
  assert.is(statSync(archive).size, 22);
});

zips('holds small and large files, deflated or not', async () => {
  const large = Buffer.alloc(3_000_000, 'large ');
  await write([
    file('small.txt', Buffer.from('small')),
    file('repeated.txt', Buffer.alloc(5_000, 'again ')),
    file('empty', Buffer.alloc(0)),
    file('large.txt', large),
    { ...file('stored.bin', large), isWorthDeflating: false },
  ]);
  unzip('-tqq', archive);
  unzip('-qq', '-o', archive, '-d', scratch);
  assert.is(readFileSync(path.join(scratch, 'small.txt'), 'utf8'), 'small');
  for (const name of ['large.txt', 'stored.bin']) assert.ok(readFileSync(path.join(scratch, name)).equals(large));
});

zips('keeps times before 1970 and after 2038 as near as a ZIP can', async () => {
  await write([
    { ...file('old', Buffer.from('x')), mtimeMs: -86_400_000 },
    { ...file('late', Buffer.from('x')), mtimeMs: Date.UTC(2300, 0, 1) },
  ]);
  unzip('-tqq', archive);
  unzip('-qq', '-o', archive, '-d', scratch);
  assert.is(statSync(path.join(scratch, 'late')).mtimeMs, 0x7fffffff * 1000);
});

zips('has more files than 16 bits count', async () => {
  const many = 70_000;
  await write(Array.from({ length: many }, (_, number) => file(`folder/${number}`, Buffer.from(String(number)))));
  assert.match(unzip('-l', archive), new RegExp(`${many} files`));
  assert.is(unzip('-p', archive, `folder/${many - 1}`), String(many - 1));
});

zips('has files longer than 32 bits count, and more behind them', async () => {
  const piece = Buffer.alloc(8 << 20);
  const pieces = 520;
  const zeros = {
    ...plain,
    path: 'zeros',
    sizeBytes: piece.length * pieces,
    content: Array.from({ length: pieces }, () => piece),
  };
  await write([zeros, file('behind', Buffer.from('still here'))]);
  assert.is(unzip('-p', archive, 'behind'), 'still here');
  assert.match(unzip('-l', archive, 'zeros'), new RegExp(String(zeros.sizeBytes)));
  // Testing all of it takes unzip half a minute; what an unpacker reads behind the long file is looked at instead.
  const bytes = readFileSync(archive);
  const descriptor = bytes.subarray(bytes.lastIndexOf(Buffer.from('PK\x07\x08', 'latin1')));
  assert.is(descriptor.readBigUInt64LE(16), BigInt(zeros.sizeBytes));
  assert.is(descriptor.subarray(24, 28).toString('latin1'), 'PK\x03\x04');
});

zips('is never finished with a file that is shorter or longer than it should be', async () => {
  for (const sizeBytes of [4, 6, 2_000_000]) {
    const failure = await write([{ ...file('torn', Buffer.from('12345')), sizeBytes }]).catch((error: unknown) => error);
    assert.is((failure as { code?: string } | undefined)?.code, 'repository.damaged');
  }
});

zips.run();
