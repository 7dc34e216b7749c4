/** The status of the box, put together from what its services say. */
import type { Status } from './contract/index.ts';
import { viewIndex } from './search-views.ts';
import type { Services } from './services.ts';
import { viewJob, viewProtected } from './views.ts';

const RECENT = 10;

export async function statusOf(services: Services): Promise<Status> {
  const { vault, kit, protect, offsite, names, continuity, jobs, settings, version } = services;
  const recent = await jobs.list({ state: ['done', 'failed', 'cancelled'], limit: RECENT });
  return {
    box: { name: await settings.boxName(), version },
    ...vault.status,
    kit: kit.status,
    countsAsProtected: kit.status.state === 'confirmed',
    folders: await viewProtected(protect, vault.status.repository),
    copies: await offsite.copies(),
    lastCheck: await protect.lastCheck(),
    boxSnapshotAt: continuity.status.boxSnapshotAt,
    index: viewIndex(names.status),
    jobs: jobs.active.map(viewJob),
    recent: recent.map(viewJob),
    alarms: alarmsOf(services),
  };
}

function alarmsOf({ continuity }: Services): Status['alarms'] {
  const { catalogDamage, failure } = continuity.status;
  return [
    ...(catalogDamage === null ? [] : [{ code: 'catalog.damaged' as const, detail: catalogDamage }]),
    ...(failure === null ? [] : [{ code: 'continuity.failed' as const, detail: failure }]),
  ];
}
