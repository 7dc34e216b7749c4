/** A vault with its catalog and keys, as the appliance wires them, in a folder of its own. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Catalog, Settings } from '../../../src/box/catalog/index.ts';
import { BoxKeys } from '../../../src/box/keys/index.ts';
import { KitRows, RecoveryKit, Vault } from '../../../src/services/protect/index.ts';

export interface MadeVault extends AsyncDisposable {
  readonly vault: Vault;
  readonly kit: RecoveryKit;
  readonly keys: BoxKeys;
  readonly log: readonly string[];
}

/** As after a start of the box, the sealed key tried. */
export async function startVault(state: string): Promise<MadeVault> {
  mkdirSync(state, { recursive: true });
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const catalog = await Catalog.in(state, say);
  const keys = await BoxKeys.in(state);
  const vault = await Vault.in(state, { keys, settings: new Settings(catalog), log: say });
  const kit = await RecoveryKit.in({ vault, keys, rows: new KitRows(catalog), boxName: async () => 'attic', log: say });
  await vault.openSealed();
  return {
    vault,
    kit,
    keys,
    log,
    async [Symbol.asyncDispose]() {
      await kit.close();
      await vault.close();
      await catalog.close();
    },
  };
}

export const sealedFile = (state: string) => path.join(state, 'keys/repository.sealed');
