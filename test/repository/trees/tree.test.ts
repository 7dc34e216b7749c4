import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault } from '../../../src/base/index.ts';
import { decodeTree, readNodes } from '../../../src/repository/trees/decode.ts';
import { encodeNode, encodeTree, TreeBuilder } from '../../../src/repository/trees/encode.ts';
import { findInTree, listTree } from '../../../src/repository/trees/listing.ts';
import { anyTree } from './node-arbitrary.ts';

const trees = suite('a tree');
const ID = 'ab'.repeat(32);
const T = '2021-01-18T20:00:00Z';
const TIMES = `"mtime":"${T}","atime":"${T}","ctime":"${T}"`;

function treeOf(...nodes: string[]): Buffer {
  return Buffer.from(`{"nodes":[${nodes.join(',')}]}\n`);
}

function nodeOf(fields: string, name = 'a'): string {
  return `{"name":"${name}","type":"file",${TIMES},"uid":0,"gid":0,${fields}"content":[]}`;
}

function isDamage(error: unknown): boolean {
  return isFault(error, 'repository.damaged') && error.message.length < 2000;
}

trees('holds any entry and gives it back', () => {
  fc.assert(
    fc.property(anyTree, (nodes) => assert.equal(decodeTree(encodeTree(nodes)), nodes)),
    { numRuns: 500 },
  );
});

trees('is empty in two ways', () => {
  assert.is(encodeTree([]).toString(), '{"nodes":[]}\n');
  assert.equal(decodeTree(encodeTree([])), []);
  assert.equal(decodeTree(Buffer.from('{"nodes":null}')), []);
});

trees('is read in pieces as it is read whole', () => {
  fc.assert(
    fc.property(anyTree, fc.integer({ min: 1, max: 3000 }), (nodes, pieceBytes) => {
      assert.equal([...readNodes(encodeTree(nodes), pieceBytes)], nodes);
    }),
    { numRuns: 200 },
  );
});

trees('is listed by names as if it were read whole', () => {
  fc.assert(
    fc.property(anyTree, (nodes) => {
      const listing = listTree(encodeTree(nodes));
      const listed = Array.from({ length: listing.length }, (_, at) => [listing.nameOf(at), listing.isFolder(at), listing.nodeOf(at)]);
      assert.equal(
        listed,
        nodes.map((node) => [node.name, node.type === 'dir', node]),
      );
    }),
    { numRuns: 200 },
  );
});

trees('is listed also where an entry is damaged, which is told when that one is asked for', () => {
  const listing = listTree(treeOf(nodeOf('"mode":"none",', 'a'), nodeOf('', 'b')));
  assert.is(listing.nameOf(0), 'a');
  assert.is(listing.nodeOf(1).name, 'b');
  assert.throws(() => listing.nodeOf(0), isDamage);
});

trees('is searched for one name as if it were read whole', () => {
  fc.assert(
    fc.property(anyTree, (nodes) => {
      const bytes = encodeTree(nodes);
      for (const node of nodes) assert.equal(findInTree(bytes, node.name), node);
      assert.is(findInTree(bytes, 'a name like no other' as ByteString), undefined);
    }),
    { numRuns: 100 },
  );
});

trees('is searched for a name that another writer spelled differently, and is not fooled by what looks like an entry', () => {
  const odd = treeOf(nodeOf('', '\\u0061'), nodeOf('', 'b'));
  assert.is(findInTree(odd, 'a' as ByteString)!.name, 'a');
  const inner = '"generic_attributes":{"x":[{"name":"b","type":"file"},{"name":"c","type":"file"}]},';
  const nested = treeOf(nodeOf(inner), nodeOf('"size":7,', 'b'));
  assert.is(findInTree(nested, 'b' as ByteString)!.sizeBytes, 7);
  assert.is(findInTree(nested, 'c' as ByteString), undefined);
});

trees('keeps numbers of 64 bits exact', () => {
  const node = nodeOf('"inode":18446744073709551615,"device_id":9007199254740993,"size":9007199254740991,"links":9223372036854775809,');
  const [read] = decodeTree(treeOf(node));
  assert.is(read!.inode, 2n ** 64n - 1n);
  assert.is(read!.deviceId, 9007199254740993n);
  assert.is(read!.sizeBytes, Number.MAX_SAFE_INTEGER);
  assert.is(read!.links, 9223372036854775809n);
  assert.ok(encodeTree([read!]).toString().includes('"inode":18446744073709551615,"device_id":9007199254740993,'));
});

trees('is not fooled by names that look like numbers of 64 bits', () => {
  const name = '{\\\\\\"inode\\\\\\":12345678901234567890,';
  assert.is(decodeTree(treeOf(nodeOf('', name)))[0]!.name, '{"inode":12345678901234567890,');
});

trees('is written again as it was, if another writer spelled it differently', () => {
  const times = '"mtime":"2021-01-18T20:00:00.5+13:45","atime":"0001-01-01T00:00:00Z","ctime":"2021-01-18T20:00:00-03:30"';
  const bytes = treeOf(`{"name":"a","type":"file","mode":134218239,${times},"uid":0,"gid":0,"content":[]}`);
  assert.is(encodeTree(decodeTree(bytes)).toString(), bytes.toString());
});

trees('forgets another spelling once the meaning has changed', () => {
  const [node] = decodeTree(treeOf(nodeOf('').replaceAll(T, '2021-01-18T20:00:00+13:45')));
  const changed = encodeNode({ ...node!, mtimeNs: 1_600_000_000_000_000_001n });
  assert.ok(changed.includes('.000000001'));
});

trees('keeps Windows metadata as it is, in the order of its names', () => {
  const generic =
    '"generic_attributes":{"windows.creation_time":"YWJj","windows.file_attributes":32,"windows.x":{"b":"\\u003c","a":[1.5,null]}},';
  const bytes = treeOf(nodeOf(generic));
  assert.is(encodeTree(decodeTree(bytes)).toString(), bytes.toString());
});

trees('keeps nodes of a type we do not know', () => {
  const bytes = treeOf(nodeOf('"size":5,').replace('"file"', '"irregular"'));
  const [node] = decodeTree(bytes);
  assert.is(node!.type, 'other');
  assert.is(node!.otherType, 'irregular');
  assert.is(encodeTree(decodeTree(bytes)).toString(), bytes.toString());
});

trees('knows a link target that restic before 0.16 lost', () => {
  const link = (target: string): string => nodeOf(target).replace('"file"', '"symlink"').replace('[]', 'null');
  const [lost] = decodeTree(treeOf(link('"linktarget":"caf\\ufffd",')));
  assert.is(lost!.isLinkTargetLossy, true);
  const [meant] = decodeTree(treeOf(link('"linktarget":"caf\ufffd",')));
  assert.is(meant!.isLinkTargetLossy, undefined);
  const [kept] = decodeTree(treeOf(link('"linktarget":"caf\\ufffd","linktarget_raw":"Y2Fm6Q==",')));
  assert.is(kept!.linkTarget, 'caf\xe9');
  assert.is(kept!.isLinkTargetLossy, undefined);
});

trees('ignores fields it does not know, and spaces', () => {
  const spaced = `{ "x" : {"nodes":1} , "nodes" : [ { "name" : "a" , "type":"file", "inode" : 18446744073709551615 , "y":[{}] } ] }`;
  assert.is(decodeTree(Buffer.from(spaced))[0]!.inode, 2n ** 64n - 1n);
});

trees('is refused when it is damaged', () => {
  const broken = [
    '',
    '{',
    '[]',
    'null',
    '{}',
    '{"nodes":{}}',
    '{"nodes":[1]}',
    '{"nodes":[null]}',
    '{"nodes":[[]]}',
    '\xff',
    '{"nodes":[{}]}',
  ];
  for (const text of broken) assert.throws(() => decodeTree(Buffer.from(text, 'latin1')), isDamage, text);
  assert.throws(() => decodeTree(Buffer.from('['.repeat(1_000_000))), isDamage);
});

trees('is refused when a field makes no sense', () => {
  const fields = [
    '"mode":-1',
    '"mode":1.5',
    '"mode":4294967296',
    '"mode":"420"',
    '"inode":18446744073709551616',
    '"inode":-1',
    '"inode":["5"]',
    '"size":9007199254740993',
  ];
  const more = [
    '"user":1',
    '"linktarget":{}',
    '"linktarget_raw":"YQ"',
    '"extended_attributes":{}',
    '"extended_attributes":[{"name":"a","value":"!"}]',
    '"generic_attributes":[]',
  ];
  const last = [
    '"subtree":"ab"',
    '"error":[]',
    `"subtree":"${ID.toUpperCase()}"`,
    `"generic_attributes":{"a":${'['.repeat(99)}${']'.repeat(99)}}`,
    '"links":1e400',
  ];
  for (const field of [...fields, ...more, ...last]) assert.throws(() => decodeTree(treeOf(nodeOf(`${field},`))), isDamage, field);
  assert.throws(() => decodeTree(treeOf(nodeOf('').replace('[]', '["x"]'))), isDamage);
  assert.throws(() => decodeTree(treeOf(nodeOf('').replace(T, 'yesterday'))), isDamage);
});

trees('is refused when a name could lead elsewhere', () => {
  for (const name of ['', '.', '..', '/', 'a/b', '../a', '\\\\x00', '\\\\x2e', '\\\\u002e.', 'a\\\\x2fb', '\\\\']) {
    assert.throws(() => decodeTree(treeOf(nodeOf('', name))), isDamage, name);
  }
});

trees('is refused when a name comes twice or out of order, when read and when built', () => {
  for (const [first, second] of [
    ['a', 'a'],
    ['b', 'a'],
    ['\u{10000}', '\uff5e'],
  ] as const) {
    assert.throws(() => decodeTree(treeOf(nodeOf('', first), nodeOf('', second))), isDamage);
  }
  const builder = new TreeBuilder();
  builder.add('b' as ByteString, '{}');
  assert.throws(
    () => builder.add('a' as ByteString, '{}'),
    (error: unknown) => isFault(error, 'input.invalid'),
  );
  assert.throws(
    () => builder.add('b' as ByteString, '{}'),
    (error: unknown) => isFault(error, 'input.invalid'),
  );
});

trees('is built piece by piece, and the builder is empty afterwards', () => {
  const builder = new TreeBuilder();
  const node = nodeOf('', 'a'.repeat(2000));
  const names = Array.from({ length: 1000 }, (_, index) => String(index).padStart(4, '0') as ByteString);
  for (const name of names) builder.add(name, node);
  assert.is(builder.finish().toString(), treeOf(...names.map(() => node)).toString());
  assert.is(builder.finish().toString(), '{"nodes":[]}\n');
});

trees.run();
