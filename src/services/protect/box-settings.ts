/**
 * `BoxSettings`: what the box is told to do, as one thing that can be looked at, changed, carried away and brought back.
 *
 * Owns: which settings there are, and that an import says what it would change before it does. Does not own: what follows from them.
 * Invariant: no accounts, no passphrase, no key is ever in it. An import only adds folders, and takes no version away.
 */
import { isDeepStrictEqual } from 'node:util';
import { Fault, isFault } from '../../base/index.ts';
import type { Settings } from '../../box/catalog/index.ts';
import type { KeepRules } from './job-orders.ts';
import type { Protect } from './protect.ts';
import type { UnlockMode, Vault } from './vault.ts';

export interface SettingsNow {
  readonly box: string;
  readonly unlockMode: UnlockMode;
  /** Null keeps every version. */
  readonly retention: KeepRules | null;
}

export type SettingsWanted = { readonly [Name in keyof SettingsNow]?: SettingsNow[Name] | undefined };

export interface SettingsCarried {
  readonly settings: SettingsWanted;
  readonly folders: readonly string[];
}

/** What an import changes, or would. */
export interface SettingsImport {
  readonly changed: readonly (keyof SettingsNow)[];
  readonly foldersAdded: readonly string[];
  /** That are not on this box, or cannot be read: left out. */
  readonly foldersLeftOut: readonly string[];
}

export interface BoxSettingsParts {
  readonly settings: Settings;
  readonly vault: Vault;
  readonly protect: Protect;
}

export class BoxSettings {
  readonly #parts: BoxSettingsParts;
  readonly #listeners: (() => void)[] = [];

  constructor(parts: BoxSettingsParts) {
    this.#parts = parts;
  }

  /** Calls `listener` after every change, for as long as the box runs. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async now(): Promise<SettingsNow> {
    const { settings, vault, protect } = this.#parts;
    return { box: await settings.boxName(), unlockMode: vault.status.unlockMode, retention: await protect.retention() };
  }

  /** Throws Fault 'input.invalid' before anything is changed. */
  async change({ box, unlockMode, retention }: SettingsWanted): Promise<SettingsNow> {
    const { settings, vault, protect } = this.#parts;
    const name = box === undefined ? undefined : checkedName(box);
    const before = await this.now();
    if (name !== undefined && name !== before.box) await settings.set('box.name', name);
    if (retention !== undefined) await protect.setRetention(rulesOf(retention));
    if (unlockMode !== undefined && unlockMode !== before.unlockMode) await vault.setUnlockMode(unlockMode);
    for (const listener of this.#listeners) listener();
    return await this.now();
  }

  async carried(): Promise<SettingsCarried> {
    return { settings: await this.now(), folders: await this.#parts.protect.chosenFolders() };
  }

  /** What `bring` would change; changes nothing. Throws Fault 'input.invalid'. */
  async compare({ settings, folders }: SettingsCarried): Promise<SettingsImport> {
    const { protect } = this.#parts;
    const now = await this.now();
    const wanted = {
      ...settings,
      ...(settings.box === undefined ? {} : { box: checkedName(settings.box) }),
      ...(settings.retention === undefined ? {} : { retention: rulesOf(settings.retention) }),
    };
    const names = Object.keys(now) as (keyof SettingsNow)[];
    const changed = names.filter((name) => wanted[name] !== undefined && !isDeepStrictEqual(wanted[name], now[name]));
    const there = new Set(await protect.chosenFolders());
    const missing = [...new Set(folders)].filter((folder) => !there.has(folder));
    const fit = await Promise.all(missing.map((folder) => this.#fit(folder)));
    const added = fit.filter((folder) => folder !== undefined && !there.has(folder)) as string[];
    return { changed, foldersAdded: [...new Set(added)], foldersLeftOut: missing.filter((_, index) => fit[index] === undefined) };
  }

  /** Settings of the file take the place of those here; folders of it that this box has come under protection. */
  async bring(carried: SettingsCarried): Promise<SettingsImport> {
    const plan = await this.compare(carried);
    await this.change(carried.settings);
    for (const folder of plan.foldersAdded) await this.#parts.protect.choose(folder);
    return plan;
  }

  async #fit(folder: string): Promise<string | undefined> {
    try {
      return await this.#parts.protect.fit(folder);
    } catch (error) {
      if (isFault(error, 'backup.source.missing', 'backup.source.unreadable', 'input.invalid')) return undefined;
      throw error;
    }
  }
}

/** Stands in titles, on the kit and in a certificate: one line that shows what it is. */
function checkedName(name: string): string {
  const tidy = name.normalize('NFC').trim();
  if (tidy === '' || [...tidy].length > 64 || /[\p{C}\p{Zl}\p{Zp}]/u.test(tidy))
    throw new Fault('input.invalid', 'The name of the box has 1 to 64 visible characters. Nothing was changed.');
  return tidy;
}

/** Rules that keep nothing by themselves are no rules; none at all keep every version. */
function rulesOf(rules: KeepRules | null): KeepRules | null {
  const counted = Object.entries(rules ?? {}).filter(([, count]) => count !== undefined && count > 0);
  return counted.length === 0 ? null : (Object.fromEntries(counted) as KeepRules);
}
