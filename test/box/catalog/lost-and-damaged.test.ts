/** The catalog when things go wrong: damaged pages, a full stop in the middle of its copy, and contents that change while the box runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../../src/base/index.ts';
import { Catalog, damageOf, Settings } from '../../../src/box/catalog/index.ts';
import { times } from '../../long.ts';

const trouble = suite('a catalog in trouble');
const scratch = mkdtempSync(path.join(tmpdir(), 'holdfast-catalog-trouble-'));
const PAGE = 4096;
let next = 0;

trouble.after(() => rm(scratch, { recursive: true, force: true }));

const folder = () => mkdtempSync(path.join(scratch, `${next++}-`));

/** A catalog of some hundred pages in which every setting says `word`. */
async function filled(state: string, word: string): Promise<Catalog> {
  const catalog = await Catalog.in(state, () => {});
  await catalog.transaction(async (sql) => {
    for (let number = 0; number < 1_000; number++) await new Settings(sql).set(`setting ${number}`, word.repeat(250));
  });
  await catalog.run('PRAGMA wal_checkpoint(TRUNCATE)');
  return catalog;
}

const words = async (catalog: Catalog) => {
  const all = Object.values(await new Settings(catalog).all()).filter((each) => typeof each === 'string');
  return [...new Set(all.map((each) => each.slice(0, 3)))];
};

function flip(file: string, offsets: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const offset of offsets) bytes[offset]! ^= 0xff;
  writeFileSync(file, bytes);
}

trouble('comes back from its copy when pages in the middle are damaged, wherever that is', async () => {
  const state = folder();
  const catalog = await filled(state, 'one');
  await catalog.saveCopy();
  const { file } = catalog;
  await catalog.close();
  const whole = readFileSync(file);
  const pages = whole.length / PAGE;
  for (const page of [1, Math.floor(pages / 3), Math.floor(pages / 2), pages - 2]) {
    writeFileSync(file, whole);
    // The head of a page of the tree: its kind and the number of its cells.
    flip(file, [page * PAGE, page * PAGE + 4]);
    assert.type(damageOf(file), 'string', `page ${page} of ${pages}`);
    const again = await Catalog.in(state, () => {});
    assert.is(again.origin, 'copy');
    assert.equal(await words(again), ['one']);
    assert.ok(await again.loss());
    await again.settle();
    await again.close();
  }
  assert.is(readdirSync(state).filter((name) => name.includes('damaged')).length, 4, 'what was damaged is kept');
});

trouble('never puts damage in the place of a whole copy', async () => {
  const state = folder();
  const catalog = await filled(state, 'one');
  await catalog.saveCopy();
  const file = path.join(state, 'catalog.sqlite');
  await catalog.close();
  const again = await Catalog.in(state, () => {});
  await again.run('PRAGMA wal_checkpoint(TRUNCATE)');
  const before = readFileSync(again.copy);
  flip(file, [20 * PAGE, 20 * PAGE + 4, 21 * PAGE, 21 * PAGE + 4]);
  await again.run('PRAGMA shrink_memory');
  const [problem] = await again.problems();
  assert.type(problem, 'string');
  const fault = await again.saveCopy().catch((error: unknown) => error);
  // SQLite may still know the page as it was, and then its copy is whole.
  if (fault !== undefined) assert.ok(isFault(fault, 'catalog.damaged') && readFileSync(again.copy).equals(before));
  assert.is(damageOf(again.copy), undefined);
  assert.not(readdirSync(state).some((name) => name.endsWith('.new')));
  await again.close();
});

trouble('takes over the contents of another one while rooms go on asking', async () => {
  const other = await filled(folder(), 'two');
  await other.close();
  const state = folder();
  const catalog = await filled(state, 'one');
  const asked: Promise<string[]>[] = [];
  const adopting = catalog.adopt(other.file, async (restored, now) => {
    asked.push(words(catalog));
    const mine = await now.get<{ count: number }>('SELECT count(*) AS count FROM settings');
    await new Settings(restored).set('counted', mine!.count);
    return ['counted'];
  });
  const { said, before } = await adopting;
  assert.equal(said, ['counted']);
  assert.equal(await Promise.all(asked), [['two']], 'who asked meanwhile waited');
  assert.is(await new Settings(catalog).get('counted', 0), 1_000);
  await new Settings(catalog).set('goes on', true);
  assert.equal(await catalog.problems(), []);
  copyFileSync(path.join(state, before), path.join(folder(), 'before.sqlite'));
  await catalog.close();
  const again = await Catalog.in(state, () => {});
  assert.equal([again.origin, await words(again), await new Settings(again).get('goes on', false)], ['kept', ['two'], true]);
  await again.close();
});

trouble('knows which of two copies is the later one', async () => {
  const state = folder();
  const catalog = await Catalog.in(state, () => {});
  const first = await catalog.edition();
  await catalog.saveCopy();
  assert.is(await catalog.edition(), first + 1);
  await catalog.close();
});

/** Runs the program in killed-catalog.ts and kills it as soon as `isTime` of what it said so far; what it said. */
async function killed(args: readonly string[], isTime: (said: string) => boolean): Promise<string> {
  const program = path.join(import.meta.dirname, 'killed-catalog.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const exit = once(child, 'close');
  let isOver = false;
  void exit.then(() => {
    isOver = true;
  });
  while (!isOver && !isTime(said)) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  await exit;
  return said;
}

trouble('killed while it writes its copy has all that was acknowledged, and a copy that is whole', async () => {
  for (let round = 0; round < times(3, 100); round++) {
    const state = folder();
    await (await filled(state, 'one')).close();
    const said = await killed(['copy', state], (text) => text.split('\n').length > 2 + round);
    assert.is(damageOf(path.join(state, 'catalog.copy.sqlite')), undefined);
    const again = await Catalog.in(state, () => {});
    assert.is(again.origin, 'kept');
    const last = Number(said.trim().split('\n').at(-1));
    assert.ok((await new Settings(again).get('acknowledged', -1)) >= last, `${last} was acknowledged`);
    await again.close();
  }
});

trouble('killed while it takes over other contents has the one or the other, whole', async () => {
  const rounds = times(4, 100);
  for (let round = 0; round < rounds; round++) {
    const [state, otherState] = [folder(), folder()];
    const other = await filled(otherState, 'two');
    await other.close();
    await (await filled(state, 'one')).close();
    const log = path.join(state, 'catalog.sqlite-wal');
    // The new contents pass through the log: its length tells how far it is.
    const enough = (statSync(other.file).size * 1.2 * round) / rounds;
    const said = await killed(['adopt', state, other.file], (text) => text.includes('begun') && sizeOf(log) > enough);
    const again = await Catalog.in(state, () => {});
    assert.is(again.origin, 'kept');
    const found = await words(again);
    assert.is(found.length, 1, `a mixture after round ${round}`);
    if (said.includes('adopted')) assert.equal(found, ['two']);
    await again.close();
  }
});

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

trouble.run();
