// deadline: 180 s
/** The comparison that judges restores must itself see every kind of difference, and only differences. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compareTrees } from './compare-trees.ts';
import { buildOddTree } from './odd-tree.ts';
import { mustRun } from './programs.ts';
import { temporaryFolder } from './temporary-folder.ts';

const comparing = suite('comparing two folders');
const asRoot = process.getuid?.() === 0 ? comparing : comparing.skip;
const scratch = temporaryFolder('compare-trees');
const at = (...parts: string[]) => path.join(scratch, ...parts);

/** A small folder twice, the second changed; returns the differences without what the change does to times of folders. */
async function differencesAfter(change: (folder: string) => Promise<unknown>): Promise<string[]> {
  const [left, right] = [at('left'), at('right')];
  for (const folder of [left, right]) await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(path.join(left, 'folder'), { recursive: true });
  await fs.writeFile(path.join(left, 'file'), 'content');
  await fs.writeFile(path.join(left, 'odd\n\\name'), 'content');
  await fs.symlink('file', path.join(left, 'link'));
  await fs.link(path.join(left, 'file'), path.join(left, 'folder', 'same'));
  await mustRun('mkfifo', [path.join(left, 'fifo')]);
  const sparse = await fs.open(path.join(left, 'sparse'), 'w');
  await sparse.truncate(4_000_000);
  await sparse.close();
  await mustRun('cp', ['-a', '--sparse=always', left, right]);
  assert.equal(await compareTrees(left, right, { sparseness: true }), [], 'the copy is the same');
  await change(right);
  const differences = await compareTrees(left, right, { sparseness: true });
  return differences.filter((line) => !/^(\.|folder): modified/.test(line)).map((line) => line.replace(/ \d{19}, then \d{19}/, ''));
}

comparing('sees a changed byte under the same size and time', async () => {
  const found = await differencesAfter(async (folder) => {
    const { atime, mtime } = await fs.stat(path.join(folder, 'odd\n\\name'));
    await fs.writeFile(path.join(folder, 'odd\n\\name'), 'Content');
    await fs.utimes(path.join(folder, 'odd\n\\name'), atime, mtime);
  });
  assert.ok(
    found.some((line) => line.startsWith('odd\\u000a\\name: content ')),
    found.join('\n'),
  );
});

comparing('sees a missing file, an extra file and another type', async () => {
  const found = await differencesAfter(async (folder) => {
    await fs.rm(path.join(folder, 'fifo'));
    await fs.writeFile(path.join(folder, 'extra'), '');
    await fs.rm(path.join(folder, 'link'));
    await fs.mkdir(path.join(folder, 'link'));
  });
  assert.ok(found.includes('fifo: only in the first'));
  assert.ok(found.includes('extra: only in the second'));
  assert.ok(found.includes('link: type symlink, then folder'));
});

comparing('sees a mode, also setuid', async () => {
  const found = await differencesAfter((folder) => mustRun('chmod', ['4644', path.join(folder, 'odd\n\\name')]));
  assert.equal(found, ['odd\\u000a\\name: mode 644, then 4644']);
});

comparing('sees one nanosecond, also of a symlink and before 1970', async () => {
  const found = await differencesAfter(async (folder) => {
    await mustRun('touch', ['-h', '-d', '@-1.5', path.join(folder, 'link')]);
    const { mtimeNs } = await fs.stat(path.join(folder, 'sparse'), { bigint: true });
    const [seconds, nanoseconds] = [mtimeNs / 1_000_000_000n, String((mtimeNs % 1_000_000_000n) + 1n).padStart(9, '0')];
    await mustRun('touch', ['-d', `@${seconds}.${nanoseconds}`, path.join(folder, 'sparse')]);
  });
  assert.is(found.length, 2);
  assert.ok(found[0]!.startsWith('link: modified ') && found[1]!.startsWith('sparse: modified'), found.join('\n'));
});

comparing('sees another link target', async () => {
  const found = await differencesAfter(async (folder) => {
    await fs.rm(path.join(folder, 'link'));
    await fs.symlink('file ', path.join(folder, 'link'));
  });
  assert.ok(found.includes('link: target file, then file '), found.join('\n'));
});

comparing('sees a link target and a name that are not UTF-8 and became their replacement characters', async () => {
  await fs.rm(at('raw'), { recursive: true, force: true });
  for (const [folder, bytes] of [
    ['first', Buffer.from([0x61, 0xff])],
    ['second', Buffer.from('a\ufffd')],
  ] as const) {
    await fs.mkdir(at('raw', folder), { recursive: true });
    await fs.symlink(bytes, at('raw', folder, 'link'));
    await fs.writeFile(Buffer.concat([Buffer.from(`${at('raw', folder)}/`), bytes]), '');
    await mustRun('touch', ['-h', '-d', '@0', at('raw', folder, 'link')]);
  }
  const found = await compareTrees(at('raw', 'first'), at('raw', 'second'), { ignoreRoot: true });
  assert.equal(found, ['a\\xff: only in the first', 'a\ufffd: only in the second', 'link: target a\\xff, then a\ufffd']);
});

comparing('sees a hard link that became a file of its own', async () => {
  const found = await differencesAfter(async (folder) => {
    await mustRun('cp', ['-a', '--remove-destination', path.join(folder, 'file'), path.join(folder, 'copy')]);
    await fs.rename(path.join(folder, 'copy'), path.join(folder, 'folder', 'same'));
  });
  assert.equal(found, ['file: hard links 2 of file, then none', 'folder/same: hard links 2 of file, then none']);
});

comparing('sees an extended attribute, its value, and an ACL, also on an odd name', async () => {
  const found = await differencesAfter(async (folder) => {
    await mustRun('setfattr', ['-n', 'user.a', '-v', '0x00ff', path.join(folder, 'odd\n\\name')]);
    await mustRun('setfattr', ['-n', 'user.e', path.join(folder, 'sparse')]);
    await mustRun('setfacl', ['-d', '-m', 'u:77:rwx', path.join(folder, 'folder')]);
  });
  assert.ok(found.includes('odd\\u000a\\name: user.a none, then 0x00ff'), found.join('\n'));
  assert.ok(found.some((line) => line.startsWith('sparse: user.e none, then ')));
  assert.ok(found.some((line) => line.startsWith('folder: system.posix_acl_default none, then 0x02')));
});

comparing('sees a hole that was filled', async () => {
  const found = await differencesAfter(async (folder) => {
    await mustRun('cp', ['-a', '--sparse=never', path.join(folder, 'sparse'), path.join(folder, 'full')]);
    await fs.rename(path.join(folder, 'full'), path.join(folder, 'sparse'));
  });
  assert.is(found.length, 1);
  assert.match(found[0]!, /^sparse: blocks \d+, then \d+$/);
});

asRoot('sees another owner and another device number', async () => {
  const found = await differencesAfter(async (folder) => {
    await fs.chown(path.join(folder, 'odd\n\\name'), 77, 78);
    await fs.rm(path.join(folder, 'fifo'));
    await mustRun('mknod', [path.join(folder, 'fifo'), 'c', '1', '7']);
  });
  assert.ok(found.includes('odd\\u000a\\name: owner 0:0, then 77:78'), found.join('\n'));
  assert.ok(found.includes('fifo: device none, then 263'));
});

comparing('finds a copy of the odd tree by other people’s cp the same, to the last attribute', async () => {
  await buildOddTree(at('odd'));
  await mustRun('cp', ['-a', '--sparse=always', at('odd'), at('odd copy')]);
  const options = { sparseness: true };
  assert.equal(await compareTrees(at('odd'), at('odd copy'), options), []);
});

comparing.run();
