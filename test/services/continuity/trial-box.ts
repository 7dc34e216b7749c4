/** A box as far as its memory goes: a state folder with a catalog and a repository, a clock that is set by hand. */
import { mkdtempSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '../../../src/base/index.ts';
import { Catalog, Settings } from '../../../src/box/catalog/index.ts';
import { initRepository, openStore, Repository } from '../../../src/repository/index.ts';
import { Continuity, type Returned } from '../../../src/services/continuity/index.ts';

export const PASSPHRASE = 'correct horse';
export const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;

/** Deriving a key takes long, so all boxes begin from one repository. */
const template = mkdtempSync(path.join(tmpdir(), 'holdfast-trial-box-'));
const { config, master, keyId } = await initRepository(openStore(path.join(template, 'repository')), PASSPHRASE);

export class TrialBox implements AsyncDisposable {
  readonly state = mkdtempSync(path.join(template, 'state-'));
  readonly log: string[] = [];
  readonly returned: Returned[] = [];
  now = Date.parse('2026-03-01T12:00:00Z');
  isLocked = false;
  repository: Repository;
  catalog!: Catalog;
  continuity!: Continuity;
  /** What the clock was asked to do every hour. */
  everyHour: (() => void) | undefined;

  static async start(): Promise<TrialBox> {
    const box = new TrialBox();
    // Folders of packs are made when they are needed.
    for (const folder of ['data', 'index', 'locks', 'snapshots'])
      await mkdir(path.join(box.state, 'repository', folder), { recursive: true });
    for (const name of ['config', 'keys']) {
      await cp(path.join(template, 'repository', name), path.join(box.state, 'repository', name), { recursive: true });
    }
    await box.turnOn();
    return box;
  }

  private constructor() {
    this.repository = new Repository({ store: openStore(path.join(this.state, 'repository')), config, master, keyId });
  }

  get settings(): Settings {
    return new Settings(this.catalog);
  }

  async turnOn(): Promise<void> {
    this.catalog = await Catalog.in(this.state, (line) => this.log.push(line));
    this.continuity = await Continuity.over({
      catalog: this.catalog,
      state: this.state,
      host: 'attic',
      log: (line) => this.log.push(line),
      clock: {
        now: () => this.now,
        every: (_, work) => {
          this.everyHour = work;
          return () => {
            this.everyHour = undefined;
          };
        },
      },
      repository: () => {
        if (this.isLocked) throw new Fault('repository.closed', 'It is locked.');
        return this.repository;
      },
      onReturned: (returned) => void this.returned.push(returned),
    });
  }

  async turnOff(): Promise<void> {
    await this.continuity.close();
    await this.catalog.close();
  }

  /** Turned off, its catalog taken away, its copy too unless that is spared, and turned on again. */
  async loseCatalog({ spareCopy = false } = {}): Promise<void> {
    await this.turnOff();
    await rm(this.catalog.file);
    if (!spareCopy) await rm(this.catalog.copy);
    this.log.length = 0;
    await this.turnOn();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.turnOff();
    await rm(this.state, { recursive: true, force: true });
  }
}

export async function endTrials(): Promise<void> {
  await rm(template, { recursive: true, force: true });
}
