/**
 * Migrations: changes of a repository's form. Today one: from format 1, which knows no compression, to format 2.
 *
 * Owns: the one file of a repository that is ever replaced, its config. A copy of the old one lies beside it until the new one is
 * proven; the replacement itself is one rename, so that whenever it is cut off, one of the two is there whole.
 * Source: restic, internal/migrations/upgrade_repo_v2.go; nothing but the config changes, old blobs stay valid as they are.
 */
import { Fault, isFault, type Report } from '../base/index.ts';
import { type CheckResult, check } from './check/check.ts';
import type { CheckProblem } from './check/problem.ts';
import { type Config, loadConfig, saveConfig } from './config.ts';
import { withLock } from './locking.ts';
import type { Repository } from './repository.ts';
import { CONFIG_COPY_NAME, CONFIG_NAME, writeFile } from './stores/store.ts';

export interface Migration {
  /** restic's name for it. */
  readonly name: 'upgrade_repo_v2';
  readonly summary: string;
}

export interface MigrateOptions {
  readonly signal: AbortSignal;
  readonly report?: Report | undefined;
  /** What the check before it finds. */
  readonly onProblem?: ((problem: CheckProblem) => void) | undefined;
}

const UPGRADE: Migration = { name: 'upgrade_repo_v2', summary: 'upgrades the repository to format 2, which compresses' };

/** Those that would change something. */
export function pendingMigrations({ version }: Repository): readonly Migration[] {
  return version === 1 ? [UPGRADE] : [];
}

/**
 * Checks the repository, then makes it one of format 2; false when it is one already. Open it anew afterwards: this object stays one
 * of format 1. Throws 'repository.damaged' when the check finds problems: then nothing is changed.
 */
export async function upgradeFormat(repository: Repository, options: MigrateOptions): Promise<boolean> {
  const ifCancelled = 'The upgrade was cancelled before it began; the repository is as it was.';
  return await withLock(repository, { mode: 'exclusive', signal: options.signal, ifCancelled }, async (signal) => {
    const { store, sealer } = repository;
    const config = await loadConfig(store, sealer); // another program may have been faster
    if (config.version === 2) {
      await store.remove('config', CONFIG_COPY_NAME); // of an upgrade that was cut off when all but this was done
      return false;
    }
    refuseProblems(await check(repository, { ...options, signal, noLock: true }));
    signal.throwIfAborted();
    await replaceConfig(repository, config, { ...config, version: 2 });
    return true;
  });
}

function refuseProblems({ problems }: CheckResult): void {
  if (problems.length === 0) return;
  const found = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  throw new Fault('repository.damaged', `The check before the upgrade found ${found}, so the repository was left as it is.`);
}

async function replaceConfig({ store, sealer }: Repository, before: Config, after: Config): Promise<void> {
  const old = await store.read('config', CONFIG_NAME);
  await writeFile(store, 'config', CONFIG_COPY_NAME, old);
  await saveConfig(store, sealer, after);
  const read = await reread();
  if (read?.version === after.version && read.id === before.id && read.polynomial === before.polynomial) {
    await store.remove('config', CONFIG_COPY_NAME);
    return;
  }
  await writeFile(store, 'config', CONFIG_NAME, old);
  throw new Fault(
    'repository.damaged',
    'The new config did not read back as it was written, so the old one was put back. The disk does not keep what it is given: look at its health.',
  );

  async function reread(): Promise<Config | undefined> {
    try {
      return await loadConfig(store, sealer);
    } catch (error) {
      if (!isFault(error, 'repository.damaged', 'repository.version.unsupported')) throw error;
      return undefined;
    }
  }
}
