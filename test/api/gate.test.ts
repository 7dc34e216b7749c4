/** The gate: who may talk to the box, and what the box lets a browser do with its answers. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Answer, askPlainly } from './ask-plainly.ts';
import { TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;

const gate = suite('the gate');

gate.before(async () => {
  box = await TemporaryBox.start();
});

gate.after(async () => {
  await box[Symbol.asyncDispose]();
});

function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return askPlainly(box.port, { method, path, headers: { Cookie: box.cookie, ...headers }, body });
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

gate('answers to the names of loopback with its own port', async () => {
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])
    assert.is((await ask('GET', '/api/status', { Host: `${name}:${box.port}` })).status, 200);
});

gate('answers to no other name, so that a foreign name pointed at loopback gets nothing', async () => {
  for (const host of [
    'evil.example',
    `evil.example:${box.port}`,
    'localhost',
    `localhost:${box.port + 1}`,
    `localhost.evil.example:${box.port}`,
  ]) {
    assert.is((await ask('GET', '/api/status', { Host: host })).status, 403, host);
    assert.is((await ask('GET', '/', { Host: host })).status, 403, host);
  }
});

gate('refuses pages of other origins, other ports of localhost included', async () => {
  for (const origin of ['http://evil.example', `http://localhost:${box.port + 1}`, `https://localhost:${box.port}`, 'null']) {
    assert.is((await ask('GET', '/api/status', { Origin: origin })).status, 403, origin);
    assert.is((await ask('POST', '/api/repository', { Origin: origin, ...JSON_TYPE }, '{}')).status, 403, origin);
  }
  assert.is((await ask('GET', '/api/status', { Origin: `http://localhost:${box.port}` })).status, 200);
});

gate('refuses what a browser says comes from another site', async () => {
  for (const site of ['cross-site', 'same-site']) assert.is((await ask('GET', '/api/status', { 'Sec-Fetch-Site': site })).status, 403);
  for (const site of ['same-origin', 'none']) assert.is((await ask('GET', '/api/status', { 'Sec-Fetch-Site': site })).status, 200);
});

gate('lets a link on another site open the page, and nothing below /api', async () => {
  const visit = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
  assert.is((await ask('GET', '/', visit)).status, 200);
  assert.is((await ask('GET', '/api/status', visit)).status, 403);
  assert.is((await ask('GET', '/', { ...visit, 'Sec-Fetch-Dest': 'iframe' })).status, 403);
});

gate('takes changes as JSON only', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
    assert.is(
      (await ask('POST', '/api/repository', type === '' ? {} : { 'Content-Type': type }, '{"passphrase":"long enough"}')).status,
      415,
      type,
    );
  }
  assert.is((await ask('DELETE', '/api/protected')).status, 415);
});

gate('answers 405 to methods that a known path does not have', async () => {
  for (const method of ['PUT', 'PATCH', 'TRACE', 'PROPFIND'])
    for (const path of ['/api/status', '/api/repository']) assert.is((await ask(method, path, JSON_TYPE)).status, 405, `${method} ${path}`);
});

gate('answers HEAD of the events at once', async () => {
  const answer = await ask('HEAD', '/api/events');
  assert.is(answer.status, 200);
  assert.is(answer.headers['content-type'], 'text/event-stream');
});

gate('takes no body that is larger than a change can be', async () => {
  const answer = await ask('POST', '/api/repository', JSON_TYPE, `{"passphrase":"${'x'.repeat(100_000)}"}`);
  assert.is(answer.status, 413);
});

gate('takes no body that is not the JSON it asks for', async () => {
  for (const body of ['', '{', '[]', 'null', '"passphrase"', '{"passphrase":5}', '{"__proto__":{"passphrase":"long enough"}}']) {
    assert.is((await ask('POST', '/api/repository', JSON_TYPE, body)).status, 400, body);
  }
});

gate('changes nothing by GET', async () => {
  for (const path of ['/api/repository', '/api/repository/unlock', '/api/claim', '/api/jobs/x/cancel']) {
    assert.is((await ask('GET', `${path}?passphrase=long-enough-it-is&folder=/tmp`)).status, 405, path);
  }
  assert.match((await ask('GET', '/api/status')).body, /"repository":"absent"/);
});

gate('keeps scripts, frames and guessed types out of its answers', async () => {
  const page = await ask('GET', '/');
  const policy = String(page.headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.not.match(policy, /unsafe|data:|\*/);
  assert.not.match(page.body, /<script(?![^>]* src=)|<style|style=| on\w+=/);
  const data = await ask('GET', '/api/status');
  assert.match(String(data.headers['content-security-policy']), /^sandbox; default-src 'none'/);
  for (const { headers } of [page, data, await ask('GET', '/api/nothing'), await ask('GET', '/', { Host: 'evil.example' })]) {
    assert.is(headers['x-content-type-options'], 'nosniff');
    assert.is(headers['cross-origin-opener-policy'], 'same-origin');
    assert.is(headers['cross-origin-resource-policy'], 'same-origin');
    assert.is(headers['referrer-policy'], 'no-referrer');
  }
});

gate('serves only the files of the page, whatever the path says', async () => {
  const paths = [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/../../package.json',
    '//etc/passwd',
    '/index.html/..',
    '/assets',
    '/.',
    '/constructor',
  ];
  for (const path of paths) assert.is((await ask('GET', path)).status, 404, path);
});

gate('lets browsers keep what is named by its content, and ask anew for the page itself', async () => {
  const page = await ask('GET', '/');
  assert.is(page.headers['cache-control'], 'no-cache');
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.body)![1]!;
  const answer = await ask('GET', script);
  assert.is(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.is(answer.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.is((await ask('GET', '/', { 'If-None-Match': String(page.headers.etag) })).status, 304);
});

gate('compresses the page as the browser likes it; all of a first load is small', async () => {
  const page = await ask('GET', '/');
  const files = ['/', ...[...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!)];
  for (const coding of ['br', 'gzip', 'zstd']) {
    let bytes = 0;
    for (const file of files) {
      const { headers } = await ask('HEAD', file, { 'Accept-Encoding': coding });
      assert.is(headers['content-encoding'], coding, file);
      bytes += Number(headers['content-length']);
    }
    assert.ok(bytes < 150_000, `${bytes} bytes with ${coding}`);
  }
  assert.is((await ask('HEAD', '/', { 'Accept-Encoding': 'br;q=0, gzip' })).headers['content-encoding'], 'gzip');
});

gate.run();
