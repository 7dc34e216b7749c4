/**
 * `Route`: one thing that can be asked of the box by HTTP, said once.
 *
 * From the same words come the router, the checks of what is sent, who may, and the OpenAPI document.
 */
import type { Context } from 'koa';
import type * as z from 'zod';
import type { AuditDetails } from '../box/users/index.ts';
import type { Access, Caller } from './caller.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Shape = Readonly<Record<string, z.ZodType>>;
type Values<S extends Shape> = { readonly [Name in keyof S]: z.output<S[Name]> };

export interface Call<P extends Shape, Q extends Shape, B extends z.ZodType> {
  readonly params: Values<P>;
  readonly query: Values<Q>;
  readonly body: z.output<B>;
  /** Undefined only where anyone may ask. */
  readonly caller: Caller | undefined;
  readonly ctx: Context;
}

/** What the audit tells of a change: an action such as 'job.ordered', what it was done to, and more without any secret. */
export interface Audited<C> {
  readonly action: string;
  readonly about?: (call: C) => string | null;
  readonly details?: (call: C) => AuditDetails;
  /** What was done is entered by box/users, together with the change: here only what was refused. */
  readonly isEnteredBelow?: true;
}

interface Words {
  readonly method: Method;
  /** With `:name` for parameters. */
  readonly path: string;
  readonly access: Access;
  /** What it does, as a verb phrase. */
  readonly summary: string;
  /** 200 unless given. */
  readonly status?: number;
}

export interface Definition<P extends Shape, Q extends Shape, B extends z.ZodType, A extends z.ZodType> extends Words {
  readonly params?: P;
  /** Values arrive as they stand in the URL, still percent-encoded. */
  readonly query?: Q;
  readonly body?: B;
  /** JSON, or the media type of a stream that `run` sends by itself. */
  readonly answer: A | string;
  /** Of every change that a person may want to look up. */
  readonly audit?: Audited<Call<P, Q, B>>;
  run(call: Call<P, Q, B>): Promise<z.input<A> | undefined>;
}

export type AnyCall = Call<Shape, Shape, z.ZodType>;

/** A definition whose types were checked where it was written. */
export interface Route extends Words {
  readonly params: Shape;
  readonly query: Shape;
  readonly body: z.ZodType | undefined;
  readonly answer: z.ZodType | string;
  readonly audit: Audited<AnyCall> | undefined;
  run(call: AnyCall): Promise<unknown>;
}

/** `run` answers undefined when it has sent by itself, or when there is nothing at this address. */
export function route<
  A extends z.ZodType,
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B, A>): Route {
  const run = definition.run as unknown as Route['run'];
  const audit = definition.audit as Route['audit'];
  return { params: {}, query: {}, body: undefined, ...definition, audit, run };
}
