/** Asks the box by HTTP. Failures come as ApiFailure, whose code the page translates. */
import type { FaultCode, Problem } from '../../../src/api/contract/index.ts';
import { hasText, t } from '../text/text.ts';

export class ApiFailure extends Error {
  readonly code: FaultCode | 'network';
  /** What the sentence needs beyond its code, such as seconds to wait. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: FaultCode | 'network', detail: string, details: Readonly<Record<string, string | number>> = {}) {
    super(detail);
    this.code = code;
    this.details = details;
  }
}

/** The sentence to show for any failure. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiFailure)) throw error;
  const key = `fault.${error.code}`;
  return hasText(key) ? (t as (key: string, values: object) => string)(key, error.details) : error.message;
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await (await ask(url, signal ? { signal } : {})).json()) as T;
}

export async function send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body: unknown = {}): Promise<T> {
  const request = { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await ask(url, request)).json()) as T;
}

/** Parameters that have a value, as a query string with its '?'. */
export function queryOf(parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return query.size > 0 ? `?${query}` : '';
}

const listeners = new Set<() => void>();

/** Calls `listener` whenever the box says that nobody is signed in here (any more). */
export function whenSessionAbsent(listener: () => void): void {
  listeners.add(listener);
}

export async function ask(url: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiFailure('network', t('fault.network'));
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (problem?.code === 'session.absent') for (const listener of listeners) listener();
  throw new ApiFailure(problem?.code ?? 'internal', problem?.detail ?? t('fault.internal'), problem?.details);
}
