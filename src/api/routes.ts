/** Every route of the box. */
import { gaugesOf } from './gauges.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './route.ts';
import { backupRoutes } from './routes/backups.ts';
import { boxRoutes } from './routes/box.ts';
import { machineRoutes } from './routes/machine.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import type { Services } from './services.ts';

export function routesOf(services: Services, metrics: Metrics): Route[] {
  const routes: Route[] = [
    ...boxRoutes(services),
    ...backupRoutes(services),
    ...snapshotRoutes(services),
    ...machineRoutes({ metrics, gauges: () => gaugesOf(services), version: services.version, routes: () => routes }),
  ];
  return routes;
}
