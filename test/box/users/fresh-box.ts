/** A box with accounts for the tests of this folder: a real catalog, cheap hashes that are counted, and a clock that can be bent. */
import { argon2Sync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as assert from 'uvu/assert';
import { type FaultCode, isFault } from '../../../src/base/index.ts';
import { Catalog } from '../../../src/box/catalog/index.ts';
import { BOX, type Role, Users } from '../../../src/box/users/index.ts';

export const GOOD = 'correct horse battery';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-users-'));
let next = 0;

export const removeBoxes = () => rm(scratch, { recursive: true, force: true });
export const from = (address = '192.168.1.10') => ({ address, userAgent: 'Firefox' });

/** One box; `restart` opens the same state again, as after a power cut. */
export class FreshBox {
  now = Date.UTC(2026, 10, 2, 9);
  /** Of each hash that was computed, the cost. */
  readonly hashes: number[] = [];
  catalog!: Catalog;
  users!: Users;
  readonly state = mkdtempSync(path.join(scratch, `${next++}-`));

  static async make(): Promise<FreshBox> {
    const box = new FreshBox();
    await box.open();
    return box;
  }

  async open(cost = { memoryKiB: 8, passes: 1, lanes: 1 }, atOnce = 2): Promise<void> {
    this.catalog = await Catalog.in(this.state, () => {});
    this.users = await Users.over(this.catalog, { clock: () => this.now, passwords: { cost, atOnce, derive: this.#derive } });
  }

  async restart(...options: Parameters<FreshBox['open']>): Promise<void> {
    await this.catalog.close();
    await this.open(...options);
  }

  async add(name: string, role: Role = 'admin'): Promise<string> {
    return (await this.users.add({ name, password: GOOD, role }, BOX)).id;
  }

  /** Signs in; the code of the Fault when that is refused, with the seconds when there is a wait. */
  async tryIn(name: string, password: string, address?: string): Promise<string> {
    try {
      await this.users.signIn({ name, password }, from(address));
      return 'in';
    } catch (error) {
      if (!isFault(error)) throw error;
      return error.code === 'signin.wait' ? `wait ${error.details.seconds}` : error.code;
    }
  }

  #derive = async (password: string, salt: Uint8Array, cost: { memoryKiB: number; passes: number; lanes: number }): Promise<Uint8Array> => {
    this.hashes.push(cost.memoryKiB);
    const { memoryKiB: memory, passes, lanes: parallelism } = cost;
    return argon2Sync('argon2id', { message: password, nonce: salt, memory, passes, parallelism, tagLength: 32 });
  };
}

export async function refused(work: Promise<unknown> | (() => unknown), code: FaultCode): Promise<void> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    assert.ok(isFault(error), `a Fault is expected, not ${error}`);
    assert.is((error as { code?: string }).code, code);
    return;
  }
  assert.unreachable(`refusal with ${code} is expected`);
}
