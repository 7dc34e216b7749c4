/** Every route of the box. */
import { gaugesOf } from './gauges.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './route.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auditRoutes } from './routes/audit.ts';
import { backupRoutes } from './routes/backups.ts';
import { boxRoutes } from './routes/box.ts';
import { doorRoutes } from './routes/door.ts';
import { machineRoutes } from './routes/machine.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import type { Services } from './services.ts';

export function routesOf(services: Services, metrics: Metrics): Route[] {
  const routes: Route[] = [
    ...doorRoutes(services),
    ...accountRoutes(services),
    ...auditRoutes(services),
    ...boxRoutes(services),
    ...backupRoutes(services),
    ...snapshotRoutes(services),
    ...machineRoutes({ metrics, gauges: () => gaugesOf(services), version: services.version, routes: () => routes }),
  ];
  return routes;
}
