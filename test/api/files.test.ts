/** What leaves a snapshot by the API: files whole and in ranges, under any name, and folders as ZIPs. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FolderPage } from '../../src/api/contract/index.ts';
import { encodePath } from '../../src/api/path-bytes.ts';
import { toByteString } from '../../src/base/index.ts';
import { askPlainly } from './ask-plainly.ts';
import { generateFiles, ODD_NAMES } from './generated-files.ts';
import { TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;
let files: string;
let scratch: string;
/** The route below which the entries of the generated files lie, up to and with the slash of their path. */
let file: string;
let zip: string;

const leaving = suite('what leaves a snapshot');

leaving.before(async () => {
  files = await generateFiles();
  scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-scratch-'));
  box = await TemporaryBox.start();
  await box.backUp(files);
  const { id, start } = await box.latest();
  file = `/api/snapshots/${id}/file?path=${start}/`;
  zip = `/api/snapshots/${id}/zip?path=${start}`;
});

leaving.after(async () => {
  await box[Symbol.asyncDispose]();
  for (const folder of [files, scratch]) await rm(folder, { recursive: true, force: true });
});

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

leaving('is a whole file, with its length', async () => {
  const answer = await box.get(`${file}data/random.bin`);
  assert.is(answer.headers.get('content-length'), '3000000');
  assert.ok((await bytesOf(answer)).equals(readFileSync(path.join(files, 'data/random.bin'))));
  assert.is((await bytesOf(await box.get(`${file}letters/empty.txt`))).length, 0);
});

leaving('is any range of a file, across the borders of its parts', async () => {
  const whole = readFileSync(path.join(files, 'data/random.bin'));
  for (const [range, from, to] of [
    ['bytes=0-0', 0, 1],
    ['bytes=1000000-2999999', 1_000_000, 3_000_000],
    ['bytes=2999999-9999999', 2_999_999, 3_000_000],
    ['bytes=1500000-', 1_500_000, 3_000_000],
    ['bytes=-7', 2_999_993, 3_000_000],
  ] as const) {
    const answer = await box.get(`${file}data/random.bin`, { Range: range });
    assert.is(answer.status, 206, range);
    assert.is(answer.headers.get('content-range'), `bytes ${from}-${to - 1}/3000000`);
    assert.ok((await bytesOf(answer)).equals(whole.subarray(from, to)), range);
  }
});

leaving('is refused for a range behind the end, and whole for one that makes no sense', async () => {
  const behind = await box.get(`${file}data/random.bin`, { Range: 'bytes=3000000-' });
  assert.is(behind.status, 416);
  assert.is(behind.headers.get('content-range'), 'bytes */3000000');
  for (const range of ['bytes=5-2', 'bytes=-', 'lines=1-2', 'bytes=0-1,5-6']) {
    assert.is((await box.get(`${file}data/random.bin`, { Range: range })).status, 200, range);
  }
});

leaving('is not sent again to who has it, and a range only of the file they began', async () => {
  const etag = (await box.get(`${file}letters/hello.txt`)).headers.get('etag')!;
  const known = await askPlainly(box.port, { path: `${file}letters/hello.txt`, headers: { Cookie: box.cookie, 'If-None-Match': etag } });
  assert.is(known.status, 304);
  assert.is(known.body, '');
  assert.is((await box.get(`${file}letters/hello.txt`, { Range: 'bytes=0-3', 'If-Range': etag })).status, 206);
  assert.is((await box.get(`${file}letters/hello.txt`, { Range: 'bytes=0-3', 'If-Range': '"another"' })).status, 200);
});

leaving('keeps every odd name, byte by byte', async () => {
  for (const name of ODD_NAMES) {
    const answer = await box.get(`${file}odd%20names/${encodePath(toByteString(name))}`);
    assert.is((await bytesOf(answer)).toString(), `content of ${name.toString('hex')}`);
  }
  const { id, start } = await box.latest();
  const folder = await box.json<FolderPage>(`/api/snapshots/${id}/folder?path=${start}/odd%20names`);
  for (const entry of folder.entries) assert.is((await box.get(`/api/snapshots/${id}/file?path=${entry.path}`)).status, 200, entry.name);
  assert.is(folder.entries.length, ODD_NAMES.length);
});

leaving('says its kind from a short list, and markup is text', async () => {
  const typeOf = async (name: string) => (await box.get(file + name)).headers.get('content-type');
  assert.is(await typeOf('letters/hello.txt'), 'text/plain; charset=utf-8');
  assert.is(await typeOf('pictures/sunset.png'), 'image/png');
  assert.is(await typeOf('data/random.bin'), 'application/octet-stream');
  const answer = await box.get(`${file}odd%20names/${encodePath(toByteString(ODD_NAMES[7]!))}`);
  assert.match(answer.headers.get('content-security-policy')!, /^sandbox/);
});

leaving('is saved under its own name', async () => {
  const odd = await box.get(`${file}odd%20names/${encodePath(toByteString(Buffer.from('new\nline.txt')))}&download=1`);
  assert.is(odd.headers.get('content-disposition'), `attachment; filename="new_line.txt"; filename*=UTF-8''new_line.txt`);
  const german = await box.get(`${file}odd%20names/${encodePath(toByteString('ünïcödé 日本.txt'))}&download=1`);
  assert.match(german.headers.get('content-disposition')!, /filename\*=UTF-8''%C3%BCn%C3%AFc%C3%B6d%C3%A9%20%E6%97%A5%E6%9C%AC\.txt$/);
});

leaving('is nothing outside the snapshot', async () => {
  const { id } = await box.latest();
  for (const bad of ['../etc/passwd', '%2e%2e/etc/passwd', '/etc/passwd', 'a//b', 'a/./b', 'tmp/%00', 'tmp/%zz', 'tmp/%']) {
    assert.is((await box.get(`/api/snapshots/${id}/file?path=${bad}`)).status, 400, bad);
  }
  assert.is((await box.get(`/api/snapshots/${id}/file?path=etc/passwd`)).status, 404);
  assert.is((await box.get(`${file}letters`)).status, 404);
  assert.is((await box.get(`${file}data/pipe`)).status, 404);
  assert.is((await box.get(`${zip}/letters/hello.txt`)).status, 404);
});

leaving('is a folder as a ZIP that unzip finds whole', async () => {
  const answer = await box.get(zip);
  assert.is(answer.headers.get('content-type'), 'application/zip');
  const archive = path.join(scratch, 'all.zip');
  writeFileSync(archive, await bytesOf(answer));
  execFileSync('unzip', ['-tqq', archive]);
  execFileSync('unzip', ['-qq', archive, '-d', path.join(scratch, 'all')], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  const unpacked = path.join(scratch, 'all', path.basename(files));
  for (const folder of ['letters', 'pictures', 'empty'])
    execFileSync('diff', ['-r', path.join(files, folder), path.join(unpacked, folder)]);
  assert.ok(readFileSync(path.join(unpacked, 'data/random.bin')).equals(readFileSync(path.join(files, 'data/random.bin'))));
  assert.is(readlinkSync(path.join(unpacked, 'data/link to hello')), '../letters/hello.txt');
  assert.ok(lstatSync(path.join(unpacked, 'data/link to hello')).isSymbolicLink());
  assert.is(statSync(path.join(unpacked, 'data/run.sh')).mode & 0o777, 0o755);
  assert.is(statSync(path.join(unpacked, 'letters/hello.txt')).mtimeMs, 1_600_000_000_000);
});

leaving('names in a ZIP what a ZIP cannot hold', () => {
  const text = readFileSync(path.join(scratch, 'all', `${path.basename(files)} - left out.txt`), 'utf8');
  assert.match(text, /data\/pipe \(fifo\)/);
});

leaving('has safe and different names in a ZIP', () => {
  const names = readdirSync(path.join(scratch, 'all', path.basename(files), 'odd names'));
  assert.is(names.length, ODD_NAMES.length);
  for (const name of ['caf\ufffd.txt', 'caf\ufffd (2).txt', 'back_slash.txt', 'C_drive.txt', '<img src=x onerror=alert(1)>.txt']) {
    assert.ok(names.includes(name), `${name} in ${names.join(' | ')}`);
  }
});

leaving('stops being read when the client leaves', async () => {
  const socket = connect(box.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`GET ${zip} HTTP/1.1\r\nHost: localhost:${box.port}\r\n\r\n`);
  await once(socket, 'data');
  socket.destroy();
  assert.is((await box.get('/api/status')).status, 200);
  assert.equal(box.log, []);
});

leaving('breaks off visibly when the repository is damaged, and is never a short ZIP', async () => {
  const folder = path.join(box.repository, 'data');
  const packs = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const pack of packs) {
    const name = path.join(pack.parentPath, pack.name);
    const { size } = statSync(name);
    if (size < 500_000) continue; // the trees stay whole, so the damage is met in the middle
    chmodSync(name, 0o600);
    truncateSync(name, 200_000);
  }
  for (const route of [zip, `${file}data/random.bin`]) {
    const answer = await box.get(route);
    const whole = await bytesOf(answer).catch(() => 'broken off');
    // What is damaged at its beginning is still answered in words.
    assert.ok(whole === 'broken off' || answer.status === 500, route);
  }
  assert.match(box.log.join('\n'), /repository\.damaged/);
  assert.is((await box.get('/api/status')).status, 200);
});

leaving.run();
