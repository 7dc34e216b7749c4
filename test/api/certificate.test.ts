/** The box's own authority by HTTP: what devices are asked to trust, for anybody who asks. */
import { X509Certificate } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Certificate } from '../../src/api/contract/index.ts';
import { TemporaryBox } from './temporary-box.ts';

let box: TemporaryBox;

const certificate = suite('the authority of the box');

certificate.before(async () => {
  box = await TemporaryBox.start({ claim: false });
});

certificate.after(async () => {
  await box[Symbol.asyncDispose]();
});

certificate('is told of before anybody signs in, with the fingerprint of what is downloaded', async () => {
  const { fingerprint, names, notAfter, secureUrl } = await box.json<Certificate>('/api/certificate');
  const answer = await box.get('/api/certificate/ca.crt');
  assert.is(answer.headers.get('content-type'), 'application/x-x509-ca-cert');
  assert.match(String(answer.headers.get('content-disposition')), /^inline; filename="holdfast-ca\.crt"$/);
  const downloaded = await answer.text();
  assert.is(downloaded, box.authority);
  assert.is(new X509Certificate(downloaded).fingerprint256, fingerprint);
  assert.ok(names.includes('localhost') && names.includes('127.0.0.1'));
  assert.ok(Date.parse(notAfter) > Date.now());
  assert.is(secureUrl, box.secureUrl);
});

certificate('holds no private key', async () => {
  assert.not.match(await (await box.get('/api/certificate/ca.crt')).text(), 'PRIVATE');
});

certificate.run();
