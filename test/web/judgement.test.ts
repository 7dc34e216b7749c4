/** Home's verdict: never kinder than what is known, and the most important need first. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JobView, ProtectedFolder, Status } from '../../src/api/contract/index.ts';
import { type Facts, needsOf, verdictOf } from '../../web/src/pages/home/judgement.ts';
import { standings } from '../../web/src/pages/home/proofs.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const SNAPSHOT = 'a'.repeat(64);
const COPY = { path: '/media/disk', lastCopyAt: hoursAgo(1), isSameDrive: false };

const home = suite('the verdict of Home');

home('is "protected" only when the kit was typed back, everything read again, and a copy is elsewhere', () => {
  assert.is(verdict({}).kind, 'protected');
  assert.equal(needs({}), []);
});

home('counts nothing before the recovery kit was typed back', () => {
  assert.is(verdict({ countsAsProtected: false }).kind, 'kit');
  assert.equal(needs({ countsAsProtected: false }), ['kit']);
});

home('takes a backup that ran for nothing proven', () => {
  assert.is(verdict({ lastCheck: null }).kind, 'unproven');
  assert.is(verdict({ lastCheck: { at: hoursAgo(1), readData: 'none', isWhole: true } }).kind, 'unproven');
  assert.is(verdict({ lastCheck: { at: hoursAgo(9), readData: 'all', isWhole: true } }).kind, 'unproven');
  assert.equal(needs({ lastCheck: null }), ['unproven']);
});

home('takes a restore of the newest version for a proof, unless it could not bring back everything', () => {
  const restore = (result: object) => job({ kind: 'restore', result: { snapshotId: SNAPSHOT, files: 3, ...result } });
  assert.is(verdict({ lastCheck: null }, [restore({})]).kind, 'protected');
  for (const poor of [{ partial: true }, { files: 0 }, { snapshotId: 'b'.repeat(64) }])
    assert.is(verdict({ lastCheck: null }, [restore(poor)]).kind, 'unproven');
});

home('remembers a check that read data after one that read none', () => {
  const lastCheck = { at: hoursAgo(0), readData: 'none', isWhole: true } as const;
  const read = job({ kind: 'check', subject: { readData: 'all' }, result: { whole: true } });
  assert.is(verdict({ lastCheck }, [read]).kind, 'protected');
});

home('says that there is no copy elsewhere, or that it is old', () => {
  assert.is(verdict({ copies: [] }).kind, 'only-here');
  assert.equal(needs({ copies: [] }), ['no-copy']);
  assert.is(verdict({ copies: [{ ...COPY, lastCopyAt: null }] }).kind, 'only-here');
  const old = { path: '/media/disk', lastCopyAt: hoursAgo(24 * 8), isSameDrive: false };
  assert.is(verdict({ copies: [old] }).kind, 'old-copy');
  assert.is(verdict({ copies: [old, COPY] }).kind, 'protected');
});

home('counts no copy on a drive of the backups as elsewhere', () => {
  const same = { ...COPY, isSameDrive: true };
  assert.is(verdict({ copies: [same] }).kind, 'only-here');
  assert.equal(needs({ copies: [same] }), ['same-drive']);
  assert.equal(needs({ copies: [{ ...same, lastCopyAt: null }] }), ['no-copy']);
  const old = { path: '/media/other', lastCopyAt: hoursAgo(24 * 8), isSameDrive: false };
  assert.is(verdict({ copies: [same, old] }).kind, 'old-copy');
  assert.equal(needs({ copies: [same, { ...COPY, path: '/media/other' }] }), []);
});

home('says what failed or was not read whole, by the last backup of each folder', () => {
  const failed = job({ state: 'failed', finishedAt: hoursAgo(1) });
  const partial = job({ result: { partial: true }, finishedAt: hoursAgo(1) });
  assert.is(verdict({}, [failed]).kind, 'failed');
  assert.is(verdict({}, [partial]).kind, 'partial');
  assert.equal(needs({}, [failed]), ['failed']);
  assert.is(verdict({}, [job({ finishedAt: hoursAgo(0) }), failed]).kind, 'protected');
  assert.is(verdict({}, [job({ state: 'failed', subject: { folder: '/gone' } })]).kind, 'protected');
});

home('tells of old backups, of folders without any, and of damage before all', () => {
  const old = folder({ lastTime: hoursAgo(24 * 9) });
  assert.is(verdict({ folders: [old] }).kind, 'old');
  const never = folder({ path: '/new', lastTime: null, lastSnapshotId: null, snapshotCount: 0 });
  assert.is(verdict({ folders: [never, folder()] }).kind, 'never');
  assert.is(verdict({ folders: [never], lastCheck: { at: hoursAgo(1), readData: 'all', isWhole: false } }).kind, 'damaged');
  assert.is(verdict({ folders: [] }).kind, 'none');
});

home('never says that nobody read the newest versions after a check that read them and found damage', () => {
  const found = { at: hoursAgo(1), readData: 'all', isWhole: false } as const;
  assert.equal(needs({ lastCheck: found }), ['damaged']);
  assert.equal(needs({ lastCheck: { ...found, readData: 'none' } }), ['damaged', 'unproven']);
  assert.equal(needs({ lastCheck: { ...found, at: hoursAgo(9) } }), ['damaged', 'unproven']);
});

home('orders what needs a person', () => {
  const never = folder({ path: '/new', lastTime: null, lastSnapshotId: null, snapshotCount: 0 });
  const change: Partial<Status> = {
    folders: [never, folder()],
    countsAsProtected: false,
    lastCheck: { at: hoursAgo(1), readData: 'all', isWhole: false },
    jobs: [job({ state: 'interrupted', kind: 'restore', finishedAt: null })],
    copies: [],
    alarms: [{ code: 'catalog.damaged', detail: 'a page is torn' }],
  };
  const found = needs(change, [job({ state: 'failed', finishedAt: hoursAgo(1) })]);
  assert.equal(found, ['damaged', 'alarm', 'kit', 'never', 'failed', 'interrupted', 'no-copy']);
});

home.run();

function facts(change: Partial<Status>, ended: readonly JobView[]): Facts {
  const status: Status = {
    box: { name: 'holdfast', version: '1' },
    repository: 'open',
    unlockMode: 'sealed',
    opensByItself: true,
    kit: { state: 'confirmed', confirmed: null, pending: null, formerKeys: 0 },
    countsAsProtected: true,
    folders: [folder()],
    copies: [COPY],
    lastCheck: { at: hoursAgo(1), readData: 'all', isWhole: true },
    boxSnapshotAt: null,
    index: { isComplete: true, snapshotsDone: 1, snapshotsTotal: 1, gaps: 0, failure: null },
    jobs: [],
    recent: [],
    alarms: [],
    ...change,
  };
  return { status, standings: standings(status, ended), ended, damagedVersions: 0, now: NOW };
}

function verdict(change: Partial<Status>, ended: readonly JobView[] = []): ReturnType<typeof verdictOf> {
  return verdictOf(facts(change, ended));
}

function needs(change: Partial<Status>, ended: readonly JobView[] = []): string[] {
  return needsOf(facts(change, ended)).map(({ kind }) => kind);
}

function folder(change: Partial<ProtectedFolder> = {}): ProtectedFolder {
  return { path: '/home', snapshotCount: 1, lastSnapshotId: SNAPSHOT, start: 'home', lastTime: hoursAgo(2), leftOut: [], ...change };
}

function job(change: Partial<JobView> = {}): JobView {
  const progress = { phase: 'opening', done: 0, total: null, unit: 'bytes', filesDone: 0, filesTotal: null } as const;
  return {
    id: crypto.randomUUID(),
    kind: 'backup',
    subject: { folder: '/home' },
    state: 'done',
    stopping: null,
    waitsFor: null,
    priority: 'asked',
    requestedBy: 'Anna',
    createdAt: hoursAgo(3),
    startedAt: hoursAgo(3),
    finishedAt: hoursAgo(1),
    attempts: 1,
    progress: { ...progress, perSecond: null, secondsLeft: null, current: null },
    problemCount: 0,
    result: {},
    failure: null,
    ...change,
  };
}

function hoursAgo(hours: number): string {
  return new Date(NOW.getTime() - hours * 3_600_000).toISOString();
}
