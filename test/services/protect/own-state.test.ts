/** The box's own state is no part of a backup, and nothing is restored over it. */
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Catalog } from '../../../src/box/catalog/index.ts';
import { Jobs } from '../../../src/box/jobs/index.ts';
import { Protect } from '../../../src/services/protect/index.ts';
import { restoreJob } from '../../../src/services/restore/index.ts';
import { startVault } from './made-vault.ts';

const own = suite('the box’s own state');
const above = mkdtempSync(path.join(tmpdir(), 'holdfast-own-'));
const state = path.join(above, 'state');
const seal = path.join(above, 'boot', 'seal');

own.after(() => rm(above, { recursive: true, force: true }));

own('is left out of a backup of what lies above it, also through a link, and refused by itself', async () => {
  await using made = await startVault(state);
  const catalog = await Catalog.in(path.join(above, 'state'), () => {});
  const protect = await Protect.in(state, {
    catalog,
    vault: made.vault,
    jobs: new Jobs(catalog, { log: () => {} }),
    own: [state, seal],
    log: () => {},
  });
  mkdirSync(path.join(above, 'links'));
  symlinkSync(state, path.join(above, 'links', 'to the state'));
  assert.equal(protect.leftOutOf(above), [state, seal]);
  for (const folder of [state, path.join(state, 'keys'), path.join(above, 'links', 'to the state')]) {
    const refusal = await protect.choose(folder).catch((error: { code: string }) => error.code);
    assert.is(refusal, 'input.invalid', folder);
  }
  await catalog.close();
});

own('is not restored over, neither by itself nor from above', () => {
  const kind = restoreJob({
    location: path.join(state, 'repository'),
    repository: () => assert.unreachable() as never,
    keepOut: [state, seal],
  });
  const order = { snapshot: 'a'.repeat(64), paths: ['' as never], overwrite: 'always' as const };
  for (const target of [state, path.join(state, 'keys'), above, '/', path.join(above, 'links', 'to the state'), path.dirname(seal)])
    assert.throws(
      () => kind.subjectOf({ ...order, target }),
      (error: { code?: string }) => error.code === 'input.invalid',
      target,
    );
  kind.subjectOf({ ...order, target: path.join(above, 'elsewhere') });
});

own.run();
