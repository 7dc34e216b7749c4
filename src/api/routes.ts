/** Every route of the box. */
import type { Route } from './route.ts';
import { backupRoutes } from './routes/backups.ts';
import { boxRoutes } from './routes/box.ts';
import { snapshotRoutes } from './routes/snapshots.ts';
import type { Services } from './services.ts';

export function routesOf(services: Services): Route[] {
  return [...boxRoutes(services), ...backupRoutes(services), ...snapshotRoutes(services)];
}
