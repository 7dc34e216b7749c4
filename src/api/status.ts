/** The status of the box, put together from what its services say. */
import { statfs } from 'node:fs/promises';
import type { Status } from './contract/index.ts';
import { viewIndex } from './search-views.ts';
import type { Services } from './services.ts';
import { viewJob, viewProtected } from './views.ts';

const RECENT = 10;
const NEARLY_FULL_PERCENT = 92;

export async function statusOf(services: Services): Promise<Status> {
  const { vault, kit, protect, offsite, names, continuity, jobs, settings, version } = services;
  const recent = await jobs.list({ state: ['done', 'failed', 'cancelled'], limit: RECENT });
  return {
    box: { name: await settings.boxName(), version },
    ...vault.status,
    kit: kit.status,
    countsAsProtected: kit.status.state === 'confirmed',
    folders: await viewProtected(protect, vault.status.repository),
    copies: (await offsite.copies()).map(({ path, lastCopyAt, isSameDrive }) => ({ path, lastCopyAt, isSameDrive })),
    lastCheck: await protect.lastCheck(),
    boxSnapshotAt: continuity.status.boxSnapshotAt,
    index: viewIndex(names.status),
    jobs: jobs.active.map(viewJob),
    recent: recent.map(viewJob),
    alarms: [...alarmsOf(services), ...(await fullnessOf(vault))],
  };
}

function alarmsOf({ continuity }: Services): Status['alarms'] {
  const { catalogDamage, failure } = continuity.status;
  return [
    ...(catalogDamage === null ? [] : [{ code: 'catalog.damaged' as const, detail: catalogDamage }]),
    ...(failure === null ? [] : [{ code: 'continuity.failed' as const, detail: failure }]),
  ];
}

/** Said while there is still room to do something about it. */
async function fullnessOf({ location, status }: Services['vault']): Promise<Status['alarms']> {
  if (status.repository === 'absent') return [];
  const found = await statfs(location).catch((error: Error) => error);
  if (found instanceof Error)
    return [{ code: 'store.unreachable', detail: `The disk that holds the backups does not answer: ${found.message}.` }];
  const { blocks, bavail } = found;
  const percent = Math.floor((1 - bavail / blocks) * 100);
  if (percent < NEARLY_FULL_PERCENT) return [];
  const detail = `The disk that holds the backups is ${percent} % full. When it is full, backups fail. Free some space, or let the box forget old versions.`;
  return [{ code: 'store.nearly-full', detail, details: { percent } }];
}
