/** Every route of the box. */
import type { EventLog } from './event-log.ts';
import { gaugesOf } from './gauges.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './route.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auditRoutes } from './routes/audit.ts';
import { boxRoutes } from './routes/box.ts';
import { certificateRoutes } from './routes/certificate.ts';
import { doorRoutes } from './routes/door.ts';
import { jobRoutes } from './routes/jobs.ts';
import { machineRoutes } from './routes/machine.ts';
import { repositoryRoutes } from './routes/repository.ts';
import { searchRoutes } from './routes/search.ts';
import { settingsRoutes } from './routes/settings.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import type { Services } from './services.ts';

export function routesOf(services: Services, { metrics, events }: { metrics: Metrics; events: EventLog }): Route[] {
  const routes: Route[] = [
    ...doorRoutes(services),
    ...accountRoutes(services),
    ...auditRoutes(services),
    ...boxRoutes(services, events),
    ...certificateRoutes(services),
    ...repositoryRoutes(services),
    ...jobRoutes(services),
    ...settingsRoutes(services),
    ...snapshotRoutes(services),
    ...searchRoutes(services),
    ...machineRoutes({ metrics, gauges: () => gaugesOf(services), version: services.version, routes: () => routes }),
  ];
  return routes;
}
