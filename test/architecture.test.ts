/**
 * Holds the arrows of the house (src/README.md): imports point down only, rooms are entered through their index, nothing goes in circles.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const ROOT = path.join(import.meta.dirname, '..');

/** Rooms by floor, top first. A room may import rooms of lower floors only. */
const FLOORS: readonly (readonly string[])[] = [
  ['main.ts'],
  ['appliance.ts'],
  ['api', 'cli', 'panel'],
  ['services'],
  ['media', 'repository', 'sources', 'box'],
  ['box/catalog', 'box/keys'],
  ['kernels', 'posix'],
  ['base'],
];

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Relative imports, re-exports, dynamic imports and worker entries of one file, as paths below src/. */
function importsOf(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found = [...code.matchAll(/(?:from|import|import\(|new URL\()\s*'(\.[^']+\.ts)'/g)];
  return found.map((match) => ({ from: file, to: path.posix.join(path.posix.dirname(file), match[1]!) }));
}

/** A room is the first path segment; each service, and each part of the box, is a room of its own. */
function roomOf(file: string): string {
  const [first, second] = file.split('/');
  return ['services', 'box'].includes(first!) && second?.includes('.') === false ? `${first}/${second}` : first!;
}

function floorOf(room: string): number {
  const own = FLOORS.findIndex((rooms) => rooms.includes(room));
  return own !== -1 ? own : FLOORS.findIndex((rooms) => rooms.includes(room.split('/')[0]!));
}

function breaches(imports: readonly Import[]): string[] {
  const found: string[] = [];
  for (const { from, to } of imports) {
    const [room, target] = [roomOf(from), roomOf(to)];
    if (room === target) continue;
    const arrow = `${from} -> ${to}`;
    if (floorOf(room) === -1) found.push(`${from}: this room is on no floor`);
    else if (to.startsWith('..')) found.push(`${arrow}: leaves src/`);
    else if (floorOf(target) <= floorOf(room)) found.push(`${arrow}: does not point down`);
    else if (to.includes('/') && path.posix.basename(to) !== 'index.ts') found.push(`${arrow}: enters a room past its index.ts`);
  }
  return found;
}

/** The first circle of files found by a depth-first walk, or undefined. */
function circleIn(imports: readonly Import[]): string[] | undefined {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { to } of targets.get(file) ?? []) {
      const circle = visit(to, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

const files = globSync('**/*.ts', { cwd: path.join(ROOT, 'src'), exclude: ['**/*.as.ts'] });
const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(ROOT, 'src', file), 'utf8')));

const architecture = suite('the arrows of the house');

architecture('point down only, and enter a room through its index', () => {
  assert.ok(files.length > 0);
  assert.equal(breaches(imports), []);
});

architecture('do not go in circles', () => {
  assert.equal(circleIn(imports), undefined);
});

/** Files that a file loads, itself included. */
function loadedBy(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { from, to } of imports) if (from === file) loadedBy(to, found);
  return found;
}

architecture('lead from a thread of a crew to no native code: a thread that is ended while it loads some ends the process', () => {
  const loaded = [...loadedBy('repository/crew/worker.ts')];
  assert.ok(loaded.includes('repository/packs/blob.ts'));
  assert.equal(
    loaded.filter((file) => file.startsWith('posix/')),
    [],
  );
});

architecture('are checked by a test that sees an arrow pointing up, sideways, and past an index', () => {
  const arrow = (from: string, to: string) => breaches([{ from, to }]).length;
  assert.is(arrow('base/fault.ts', 'repository/index.ts'), 1);
  assert.is(arrow('repository/check.ts', 'sources/index.ts'), 1);
  assert.is(arrow('services/protect/index.ts', 'services/rescue/index.ts'), 1);
  assert.is(arrow('box/catalog/catalog.ts', 'box/jobs/index.ts'), 1);
  assert.is(arrow('box/users/users.ts', 'box/catalog/index.ts'), 0);
  assert.is(arrow('api/routes.ts', 'cli/index.ts'), 1);
  assert.is(arrow('api/routes.ts', 'repository/keys.ts'), 1);
  assert.is(arrow('cellar/a.ts', 'base/index.ts'), 1);
  assert.is(arrow('api/routes.ts', 'repository/index.ts'), 0);
});

architecture('are checked by a test that sees a circle', () => {
  const ring = importsOf('a/x.ts', "import { y } from './y.ts';").concat(importsOf('a/y.ts', "export { x } from './x.ts';"));
  assert.equal(circleIn(ring), ['a/x.ts', 'a/y.ts', 'a/x.ts']);
});

architecture.run();
