/** Any node a source can produce or a tree can hold, hostile names and numbers included. */
import fc from 'fast-check';
import { type ByteString, toByteString } from '../../../src/base/index.ts';
import type { TreeNode } from '../../../src/repository/trees/node.ts';
import { ODD_NAMES } from './odd-folder.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 30 }).map(toByteString);
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map((value) => value.toWellFormed());

export const anyName = fc
  .oneof(bytes, text.map(toByteString), fc.constantFrom(...ODD_NAMES).map(toByteString))
  .map((name) => name.replace(/[/\0]/g, '_') as ByteString)
  .filter((name) => name !== '.' && name !== '..');

const wide = fc.oneof(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const number32 = fc.integer({ min: 0, max: 0xffff_ffff });
// Later than 1911: before, zones had offsets with seconds, which RFC 3339 cannot say.
const time = fc.oneof(fc.constant(0n), fc.bigInt({ min: -(18n * 10n ** 17n), max: 253_402_200_000n * 10n ** 9n }));
const id = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((raw) => Buffer.from(raw).toString('hex'));
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const attribute = fc.record(
  { name: text, value: fc.uint8Array({ maxLength: 20 }).map((raw) => Buffer.from(raw)) },
  { noNullPrototype: true },
);

const common = fc.record({
  name: anyName,
  otherType: fc.constant(undefined),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  mtimeNs: time,
  atimeNs: time,
  ctimeNs: time,
  uid: number32,
  gid: number32,
  user: maybe(text),
  group: maybe(text),
  inode: wide,
  deviceId: wide,
  links: fc.constant(0n),
  sizeBytes: fc.constant(0),
  linkTarget: fc.constant(undefined),
  isLinkTargetLossy: fc.constant(undefined),
  device: fc.constant(undefined),
  extendedAttributes: maybe(fc.array(attribute, { minLength: 1, maxLength: 3 })),
  genericAttributes: maybe(
    fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.nat(), fc.constant({ a: [1, '<'] })), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
  content: fc.constant(null),
  subtree: fc.constant(undefined),
  error: maybe(text),
  asWritten: fc.constant(undefined),
});

const file = fc.record({
  type: fc.constant('file' as const),
  links: wide,
  sizeBytes: fc.oneof(fc.nat(), fc.maxSafeNat()),
  content: fc.oneof(fc.constant(null), fc.array(id, { maxLength: 4 })),
});
const folder = fc.record({ type: fc.constant('dir' as const), subtree: maybe(id) });
const link = fc.record({ type: fc.constant('symlink' as const), links: wide, linkTarget: fc.oneof(bytes, anyName) });
const device = fc.record({
  type: fc.constantFrom('dev' as const, 'chardev' as const),
  links: wide,
  device: maybe(wide.filter((value) => value > 0n)),
});
const plain = fc.record({ type: fc.constantFrom('fifo' as const, 'socket' as const) });
const other = fc.record({
  type: fc.constant('other' as const),
  otherType: fc.constantFrom('', 'irregular', 'whiteout<'),
  links: wide,
  sizeBytes: fc.nat(),
});

export const anyNode: fc.Arbitrary<TreeNode> = fc
  .tuple(common, fc.oneof(file, folder, link, device, plain, other))
  .map(([all, own]) => ({ ...all, ...own }) as TreeNode);

/** Nodes as a folder holds them: in bytewise order, no name twice. */
export const anyTree: fc.Arbitrary<TreeNode[]> = fc
  .uniqueArray(anyNode, { selector: ({ name }) => name, maxLength: 8 })
  .map((nodes) => nodes.sort((a, b) => (a.name < b.name ? -1 : 1)));
