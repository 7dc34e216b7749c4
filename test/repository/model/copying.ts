/** Copies into a second repository, one for each way of copying: whatever was copied stays there as it was, and comes once. */
import type fc from 'fast-check';
import * as assert from 'uvu/assert';
import { type CopyWay, copySnapshots, listSnapshots, type Repository } from '../../../src/repository/index.ts';
import { never, OTHER_POLYNOMIAL, problemsOf, reopened, sampleRepository } from '../sample-repository.ts';
import { stateInSnapshot } from './folder-state.ts';
import { type Model, NO_CHANGE, settle, type World } from './world.ts';

export class Copying implements fc.AsyncCommand<Model, World> {
  readonly #way: CopyWay;

  constructor(way: CopyWay) {
    this.#way = way;
  }

  check({ snapshots }: Readonly<Model>): boolean {
    return snapshots.length > 0;
  }

  async run(model: Model, real: World): Promise<void> {
    const to = real.copies.get(this.#way) ?? (await this.#makeTarget(real));
    const { way, copied, there, problems } = await copySnapshots(reopened(real.repository), to, { signal: never, workers: 1 });
    assert.equal([way, copied.length + there.length, problems], [this.#way, model.snapshots.length, 0]);
    assert.equal((await problemsOf(to)).problems, []);
    const trees = new Map((await listSnapshots(reopened(to))).map(({ id, tree }) => [id, tree]));
    const held = new Map([...copied, ...there].map(({ from, to: copy }) => [from.id, copy!.id]));
    for (const { id, content } of model.snapshots) {
      const tree = trees.get(held.get(id)!)!;
      assert.equal([...(await stateInSnapshot(reopened(to), tree))], [...content], id);
    }
    await settle(model, real, NO_CHANGE);
  }

  async #makeTarget(real: World): Promise<Repository> {
    const to = await sampleRepository(real.newPlace(), {
      ...(this.#way === 'packs' ? { master: real.repository.master } : {}),
      ...(this.#way === 'recut' ? { polynomial: OTHER_POLYNOMIAL } : {}),
    });
    real.copies.set(this.#way, to);
    return to;
  }

  toString(): string {
    return `copy by ${this.#way}`;
  }
}
