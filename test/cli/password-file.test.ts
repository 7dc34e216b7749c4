/** Password files hold what restic takes them to hold: restic is the judge, in both directions. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { passwordFrom } from '../../src/cli/password-file.ts';
import { restic } from '../peers/restic.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { holdfast } from './holdfast.ts';

const passwords = suite('a password file');
const scratch = temporaryFolder('password-file');

const FILES: Readonly<Record<string, { readonly holds: Buffer; readonly means: Buffer }>> = {
  'of bytes that are no UTF-8': { holds: Buffer.from('k\xff\x80\xfe\x85\n', 'latin1'), means: Buffer.from('k\xff\x80\xfe\x85', 'latin1') },
  'with white space around': { holds: Buffer.from(' \t\u3000one two\u00a0\u0085\r\n\n'), means: Buffer.from('one two') },
  'with a byte order mark': { holds: Buffer.from('\ufeff grüße\ufeff\n'), means: Buffer.from('grüße\ufeff') },
  'in UTF-16': { holds: Buffer.from('\ufeffgrüße 🔑\r\n', 'utf16le'), means: Buffer.from('grüße 🔑') },
};

for (const [what, { holds, means }] of Object.entries(FILES)) {
  passwords(`${what} opens the same repository here and in restic`, async () => {
    assert.equal(Buffer.from(passwordFrom(holds)), means);
    const file = path.join(scratch, what);
    await fs.writeFile(file, holds);
    const theirEnv = { RESTIC_PASSWORD: undefined, RESTIC_PASSWORD_FILE: file };
    const [ours, theirs] = [path.join(scratch, `${what}, ours`), path.join(scratch, `${what}, theirs`)];
    await holdfast(ours).must(['init', '--password-file', file]);
    const judged = await restic(ours).run(['cat', 'config'], { env: theirEnv });
    assert.is(judged.code, 0, judged.stderr);
    assert.is((await restic(theirs).run(['init'], { env: theirEnv })).code, 0);
    await holdfast(theirs).must(['snapshots'], { env: { HOLDFAST_PASSWORD_FILE: file } });
    await holdfast(theirs).must(['snapshots', '-p', '-'], { input: holds });
  });
}

passwords('of other bytes opens nothing, even where both are no text', async () => {
  const place = holdfast(path.join(scratch, 'distinct'));
  await place.must(['init', '-p', '-'], { input: Buffer.from('\xff', 'latin1') });
  assert.is((await place.run(['snapshots', '-p', '-'], { input: Buffer.from('\xfe', 'latin1') })).code, 12);
});

passwords('of nothing but white space is refused', async () => {
  const refused = await holdfast(path.join(scratch, 'empty')).run(['init', '-p', '-'], { input: '\ufeff \u2003\r\n' });
  assert.is(refused.code, 2);
  assert.match(refused.stderr, /the password is empty/);
});

passwords('is the only place where white space is dropped: the environment is taken as it is', async () => {
  const place = path.join(scratch, 'environment');
  await holdfast(place, ' spaces ').must(['init']);
  assert.is((await restic(place, ' spaces ').run(['cat', 'config'])).code, 0);
  assert.is((await holdfast(place, 'spaces').run(['snapshots'])).code, 12);
});

passwords.run();
