/**
 * Operations that change the repository, each with what it may do to the snapshots: so any of them can be run whole, or broken off.
 *
 * A new operation is one more class here and one more line in `operations`.
 */
import fc from 'fast-check';
import type { FaultCode } from '../../../src/base/index.ts';
import { isEmptyPolicy } from '../../../src/repository/forget/policy.ts';
import { forget, type Policy, prune, type Repository, tagSnapshots } from '../../../src/repository/index.ts';
import { policies, timeIn } from '../forget/arbitraries.ts';
import { keptByWords } from '../forget/oracle.ts';
import { save } from '../sample-repository.ts';
import { stateOnDisk } from './folder-state.ts';
import { type Change, type Model, type ModelSnapshot, NO_CHANGE, type World } from './world.ts';

export interface Plan {
  readonly change: Change;
  /** The Fault with which it must be refused, changing nothing. */
  readonly refusal?: FaultCode | undefined;
  work(repository: Repository, signal: AbortSignal): Promise<unknown>;
}

export interface Operation {
  /** What it would do now. */
  plan(model: Model, real: World): Plan;
  toString(): string;
}

const HOUR_MS = 3_600_000;

class Backup implements Operation {
  readonly #options: { hostname: string; tags: string[]; parent: 'auto' | 'none'; hours: number; workers: number };

  constructor(options: Backup['options']) {
    this.#options = options;
  }

  get options() {
    return this.#options;
  }

  plan(model: Model, { source }: World): Plan {
    const { hostname, tags, parent, hours, workers } = this.#options;
    model.now += hours * HOUR_MS;
    const time = timeIn('Europe/Berlin', BigInt(model.now) * 1_000_000n);
    const made = { time, hostname, tags, original: undefined, content: stateOnDisk(source) };
    return {
      change: { gone: [], come: [made] },
      work: (repository, signal) => save(repository, source, { time, hostname, tags, parent, workers, signal }),
    };
  }

  toString(): string {
    return `backup ${JSON.stringify(this.#options)}`;
  }
}

class ForgetByPolicy implements Operation {
  readonly #policy: Policy;
  readonly #allowRemoveAll: boolean;

  constructor(policy: Policy, allowRemoveAll: boolean) {
    this.#policy = policy;
    this.#allowRemoveAll = allowRemoveAll;
  }

  plan(model: Model): Plan {
    const groups = Object.values(Object.groupBy(model.snapshots, ({ hostname }) => hostname)) as ModelSnapshot[][];
    const decided = groups.map((group) => {
      const kept = new Set(keptByWords(group.map(asSnapshot), this.#policy, model.now));
      return { kept, gone: group.filter(({ id }) => !kept.has(id)) };
    });
    const empties = !this.#allowRemoveAll && decided.some(({ kept }) => kept.size === 0);
    const refusal = isEmptyPolicy(this.#policy) ? 'input.invalid' : empties ? 'snapshot.last' : undefined;
    return {
      change: refusal ? NO_CHANGE : { gone: decided.flatMap(({ gone }) => gone), come: [] },
      refusal,
      work: (repository, signal) =>
        forget(repository, { policy: this.#policy, allowRemoveAll: this.#allowRemoveAll, clock: () => model.now, signal }),
    };
  }

  toString(): string {
    return `forget ${fc.stringify(this.#policy)}${this.#allowRemoveAll ? ', even all' : ''}`;
  }
}

class ForgetSome implements Operation {
  readonly #picks: readonly number[];

  constructor(picks: readonly number[]) {
    this.#picks = picks;
  }

  plan(model: Model): Plan {
    const gone = picked(model, this.#picks);
    const choose = choiceOf(gone);
    return { change: { gone, come: [] }, work: (repository, signal) => forget(repository, { policy: undefined, choose, signal }) };
  }

  toString(): string {
    return `forget the snapshots ${this.#picks.join(', ')}`;
  }
}

class Tag implements Operation {
  readonly #picks: readonly number[];
  readonly #tags: { set?: string[]; add?: string[]; remove?: string[] };

  constructor(picks: readonly number[], tags: Tag['tags']) {
    this.#picks = picks;
    this.#tags = tags;
  }

  get tags() {
    return this.#tags;
  }

  plan(model: Model): Plan {
    const chosen = picked(model, this.#picks);
    const gone = chosen.filter(({ tags }) => this.#after(tags).join() !== tags.join());
    const come = gone.map(({ id, original, tags, ...same }) => ({ ...same, tags: this.#after(tags), original: original ?? id }));
    return {
      change: { gone, come },
      work: (repository, signal) => tagSnapshots(repository, { ...this.#tags, choose: choiceOf(chosen), signal }),
    };
  }

  #after(before: readonly string[]): string[] {
    const { set, add = [], remove = [] } = this.#tags;
    if (set) return set;
    const left = before.filter((tag) => !remove.includes(tag));
    return [...left, ...add.filter((tag) => !left.includes(tag))];
  }

  toString(): string {
    return `tag the snapshots ${this.#picks.join(', ')} ${JSON.stringify(this.#tags)}`;
  }
}

class Prune implements Operation {
  readonly #options: { maxUnusedShare?: number; repackSmall?: boolean; maxRepackBytes?: number };

  constructor(options: Prune['options']) {
    this.#options = options;
  }

  get options() {
    return this.#options;
  }

  plan(): Plan {
    return { change: NO_CHANGE, work: (repository, signal) => prune(repository, { ...this.#options, signal }) };
  }

  toString(): string {
    return `prune ${JSON.stringify(this.#options)}`;
  }
}

const picks = fc.array(fc.nat(7), { minLength: 1, maxLength: 2 });
const someTags = fc.subarray(['a', 'b', 'c']);

const backups = fc
  .record({
    hostname: fc.constantFrom('nas', 'laptop'),
    tags: someTags,
    parent: fc.constantFrom('auto' as const, 'auto' as const, 'none' as const),
    hours: fc.constantFrom(1, 1, 13, 24, 24 * 31),
    workers: fc.constantFrom(1, 2),
  })
  .map((options) => new Backup(options));

const prunes = fc
  .record(
    { maxUnusedShare: fc.constantFrom(0, 0.05, 0.5, 1), repackSmall: fc.boolean(), maxRepackBytes: fc.constantFrom(0, 100_000, 1_000_000) },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((options) => new Prune(options));

export const operations: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 8, arbitrary: backups },
  { weight: 3, arbitrary: prunes },
  { weight: 1, arbitrary: fc.tuple(policies, fc.nat(7)).map(([policy, pick]) => new ForgetByPolicy(policy, pick === 0)) },
  { weight: 2, arbitrary: picks.map((some) => new ForgetSome(some)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(picks, fc.oneof(fc.record({ set: someTags }), fc.record({ add: someTags, remove: someTags })))
      .map(([some, tags]) => new Tag(some, tags)),
  },
);

/** Picks count round and round, so that every pick means something as long as there are snapshots. */
export function picked({ snapshots }: Model, some: readonly number[]): ModelSnapshot[] {
  return [...new Set(some.map((pick) => snapshots[pick % snapshots.length]))].filter((snapshot) => snapshot !== undefined);
}

function choiceOf(some: readonly ModelSnapshot[]) {
  const ids = new Set(some.map(({ id }) => id));
  return <S extends { id: string }>(all: readonly S[]): S[] => all.filter(({ id }) => ids.has(id));
}

function asSnapshot({ id, time, hostname, tags }: ModelSnapshot) {
  return { id, time, hostname, tags, tree: '', paths: [] };
}
