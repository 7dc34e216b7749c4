/** Routes for programs: is the box up, its figures, what it can be asked. */
import * as z from 'zod';
import type { Gauge, Metrics } from '../metrics.ts';
import { openApiOf } from '../openapi.ts';
import { type Route, route } from '../route.ts';

export interface MachineOptions {
  readonly metrics: Metrics;
  readonly gauges: () => Promise<Gauge[]>;
  readonly version: string;
  /** All routes, these included. */
  readonly routes: () => readonly Route[];
}

export function machineRoutes({ metrics, gauges, version, routes }: MachineOptions): Route[] {
  let description: Record<string, unknown> | undefined;
  return [
    route({
      method: 'GET',
      path: '/api/health',
      access: 'anyone',
      summary: 'Says that the box is up',
      answer: z.object({ status: z.literal('up') }),
      run: async () => ({ status: 'up' as const }),
    }),
    route({
      method: 'GET',
      path: '/api/metrics',
      access: 'viewer',
      summary: 'Gives figures for Prometheus',
      answer: 'text/plain; version=0.0.4',
      async run({ ctx }) {
        ctx.body = metrics.text(await gauges());
        ctx.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
        return undefined;
      },
    }),
    route({
      method: 'GET',
      path: '/api/openapi.json',
      access: 'anyone',
      summary: 'Tells what the box can be asked, as OpenAPI 3.1',
      answer: z.record(z.string(), z.unknown()),
      run: async () => {
        description ??= openApiOf(routes(), version);
        return description;
      },
    }),
  ];
}
