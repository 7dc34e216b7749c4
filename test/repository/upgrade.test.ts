/** Upgrading a repository of format 1: the config is replaced, and whatever happens meanwhile, one of the two is there whole. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../src/base/index.ts';
import { loadConfig, saveConfig } from '../../src/repository/config.ts';
import { pendingMigrations, Repository, upgradeFormat } from '../../src/repository/index.ts';
import { folderStore } from '../../src/repository/stores/folder.ts';
import type { Store } from '../../src/repository/stores/store.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, plant, problemsOf, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const upgrading = suite('an upgrade to format 2');
const scratch = temporaryFolder('upgrade');
let number = 0;

async function oldRepository(): Promise<Repository> {
  const repository = await sampleRepository(path.join(scratch, `repository-${++number}`), { version: 1 });
  await save(repository, plant(path.join(scratch, 'source'), { text: 'a line of text\n'.repeat(1000), 'folder/other': 'other' }));
  return repository;
}

/** The same repository on a store that fails at the nth change, before it or after it. */
function failing(repository: Repository, nth: number, when: 'before' | 'after'): Repository {
  const store = folderStore(repository.store.location);
  let changes = 0;
  const step = async <T>(change: () => Promise<T>): Promise<T> => {
    const fails = ++changes === nth;
    if (fails && when === 'before') throw new Fault('store.unreachable', 'the cable is loose');
    const outcome = await change();
    if (fails) throw new Fault('store.unreachable', 'the cable is loose');
    return outcome;
  };
  const loose: Store = {
    ...store,
    async stage(kind) {
      const staged = await store.stage(kind);
      if (kind !== 'config') return staged;
      return { ...staged, append: (bytes) => step(() => staged.append(bytes)), commit: (name) => step(() => staged.commit(name)) };
    },
    remove: (kind, name) => (kind === 'config' ? step(() => store.remove(kind, name)) : store.remove(kind, name)),
  };
  return new Repository({ ...repository, store: loose, keyId: '' });
}

upgrading('changes the config, keeps every other file, and is no longer pending', async () => {
  const repository = await oldRepository();
  assert.equal(
    pendingMigrations(repository).map(({ name }) => name),
    ['upgrade_repo_v2'],
  );
  const before = await listAll(repository.store, 'data');
  assert.is(await upgradeFormat(repository, { signal: never }), true);
  const config = await loadConfig(repository.store, repository.sealer);
  assert.equal(config, { ...repository.config, version: 2 });
  assert.equal(await listAll(repository.store, 'data'), before);
  assert.equal(leftovers(repository), []);
  const upgraded = new Repository({ ...repository, config, keyId: '' });
  assert.equal(pendingMigrations(upgraded), []);
  assert.is(await upgradeFormat(upgraded, { signal: never }), false);
  assert.equal((await problemsOf(upgraded)).problems, []);
});

upgrading('that fails at any step leaves a config that opens, and the next one finishes', async () => {
  const repository = await oldRepository();
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth++) {
      await saveConfig(repository.store, repository.sealer, repository.config);
      const fault = await faultOf(upgradeFormat(failing(repository, nth, when), { signal: never }));
      const config = await loadConfig(repository.store, repository.sealer);
      assert.is(config.id, repository.id);
      await upgradeFormat(reopened(repository), { signal: never });
      assert.is((await loadConfig(repository.store, repository.sealer)).version, 2);
      assert.equal(leftovers(repository), []);
      if (fault === 'no fault') {
        assert.is(nth, 6, 'two files of two steps each, and one removal');
        break;
      }
      assert.is(fault, 'store.unreachable');
    }
  }
});

upgrading('that reads back something else puts the old config back', async () => {
  const repository = await oldRepository();
  const store = folderStore(repository.store.location);
  let reads = 0;
  const lying: Store = {
    ...store,
    async read(kind, name, range) {
      const bytes = await store.read(kind, name, range);
      // Before: once to see the version, once by the check, once for the copy.
      if (kind === 'config' && ++reads > 3) bytes[40]! ^= 1;
      return bytes;
    },
  };
  const fault = await faultOf(upgradeFormat(new Repository({ ...repository, store: lying, keyId: '' }), { signal: never }));
  assert.is(fault, 'repository.damaged');
  assert.equal(await loadConfig(store, repository.sealer), repository.config);
  assert.equal(leftovers(repository), ['config.version-1']);
});

upgrading('refuses a repository in which a check finds something', async () => {
  const repository = await oldRepository();
  const [pack] = [...(await listAll(repository.store, 'data')).keys()];
  const file = path.join(repository.store.location, 'data', pack!.slice(0, 2), pack!);
  const bytes = readFileSync(file);
  rmSync(file);
  writeFileSync(file, bytes.subarray(1));
  assert.is(await faultOf(upgradeFormat(repository, { signal: never })), 'repository.damaged');
  assert.is((await loadConfig(repository.store, repository.sealer)).version, 1);
  assert.equal(leftovers(repository), []);
});

upgrading.run();
