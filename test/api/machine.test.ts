/** What programs ask of the box: is it up, its figures, its description. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TemporaryBox } from './temporary-box.ts';

type Json = Record<string, unknown>;
let box: TemporaryBox;

const machine = suite('for programs, the box');

machine.before(async () => {
  box = await TemporaryBox.start();
});

machine.after(async () => {
  await box[Symbol.asyncDispose]();
});

machine('says that it is up', async () => {
  assert.equal(await box.json('/api/health'), { status: 'up' });
});

machine('describes every route as OpenAPI 3.1, with every reference leading somewhere', async () => {
  const document = await box.json<{ openapi: string; paths: Record<string, Json>; components: { schemas: Json } }>('/api/openapi.json');
  assert.match(document.openapi, /^3\.1\./);
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
  assert.ok(names.includes('FolderPage') && names.includes('Snapshot'));
  for (const name of names) assert.ok(name in document.components.schemas, name);
  assert.not.match(text, /\$defs|"\$schema"/);
  const folder = document.paths['/api/snapshots/{id}/folder']!.get as { parameters: { name: string; in: string; required: boolean }[] };
  const about = new Map(folder.parameters.map((each) => [each.name, [each.in, each.required]]));
  assert.equal(about.get('id'), ['path', true]);
  for (const name of ['path', 'offset', 'limit']) assert.equal(about.get(name), ['query', false], name);
});

machine('gives its figures as Prometheus reads them', async () => {
  await box.get('/api/health');
  const answer = await box.get('/api/metrics');
  assert.is(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const line of text.trimEnd().split('\n')) {
    assert.match(line, /^(# (HELP|TYPE) [a-z_]\w* .+|[a-z_]\w*(\{(\w+="(\\.|[^"\\])*",?)+\})? -?[\d.e+-]+)$/);
  }
  assert.match(text, /^holdfast_repository_open 0$/m);
  assert.match(text, /^holdfast_http_requests_total\{method="GET",route="\/api\/health",status="200"\} \d+$/m);
});

machine.run();
