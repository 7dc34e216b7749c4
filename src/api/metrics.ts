/**
 * Figures of the box for Prometheus.
 *
 * Owns: counting requests, and the text format. What the box itself says comes as gauges at the time of asking, so nothing is kept twice;
 * prom-client would keep registries for that and bring the OpenTelemetry API.
 * Source: Prometheus documentation, "Exposition formats", text format 0.0.4.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Context, Next } from 'koa';

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly type?: 'gauge' | 'counter';
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });

  constructor() {
    this.#delay.enable();
  }

  /** Middleware: counts answers by method, route and status. */
  async count(ctx: Context, next: Next): Promise<void> {
    await next();
    // The pattern, not the path: ids would make a series each.
    const route = (ctx as { _matchedRoute?: unknown })._matchedRoute;
    const key = JSON.stringify({ method: ctx.method, route: typeof route === 'string' ? route : 'page', status: String(ctx.status) });
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
  }

  text(gauges: readonly Gauge[]): string {
    return [...gauges, ...this.#own()].map(linesOf).join('');
  }

  #own(): Gauge[] {
    const memory = process.memoryUsage();
    const requests = [...this.#requests].map(([labels, value]) => ({ labels: JSON.parse(labels) as Record<string, string>, value }));
    return [
      { name: 'holdfast_http_requests_total', help: 'Answered requests.', type: 'counter', values: requests },
      { name: 'process_resident_memory_bytes', help: 'Resident memory.', values: [{ value: memory.rss }] },
      { name: 'nodejs_heap_size_used_bytes', help: 'Heap in use.', values: [{ value: memory.heapUsed }] },
      {
        name: 'process_start_time_seconds',
        help: 'Start of the box, in seconds of Unix time.',
        values: [{ value: performance.timeOrigin / 1000 }],
      },
      {
        name: 'nodejs_eventloop_lag_p99_seconds',
        help: '99th percentile of the event loop delay since the start.',
        values: [{ value: this.#delay.percentile(99) / 1e9 }],
      },
    ];
  }
}

function linesOf({ name, help, type = 'gauge', values }: Gauge): string {
  const lines = values.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
