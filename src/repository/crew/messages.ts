/** What the threads of a crew say to each other. Everything here crosses threads by structured clone. */
import { Fault, type FaultCode, type FaultDetails } from '../../base/index.ts';
import type { SealKey } from '../crypto/seal.ts';
import type { PackContents } from '../index/files.ts';
import type { SharedTable } from '../index/table.ts';
import type { Input, Output, TaskKind } from './tasks.ts';

/** What a member needs to know of the repository; given once, at its start. */
export interface CrewSetup {
  readonly location: string;
  /** Nothing is stored. */
  readonly dryRun: boolean;
  readonly master: SealKey;
  readonly version: number;
  readonly polynomial: bigint;
  /** Where blobs are read, when that is another repository. */
  readonly from?: { readonly location: string; readonly master: SealKey } | undefined;
  readonly table: SharedTable;
  /** Word 0: not zero when all shall stop. Then one counter of 64 bits a member: bytes worked on. */
  readonly board: SharedArrayBuffer;
  readonly member: number;
}

export interface Order {
  readonly id: number;
  readonly kind: TaskKind;
  readonly input: Input;
}

export type Answer =
  | { readonly kind: 'done'; readonly id: number; readonly output: Output }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PortableError }
  | { readonly kind: 'pack'; readonly pack: PackContents };

/** Structured clone forgets an error's class and fields; this keeps a Fault a Fault. */
export interface PortableError {
  readonly error: unknown;
  readonly code?: FaultCode | undefined;
  readonly retryable: boolean;
  readonly details?: FaultDetails;
}

export function toPortable(error: unknown): PortableError {
  return error instanceof Fault
    ? { error, code: error.code, retryable: error.retryable, details: error.details }
    : { error, retryable: false };
}

export function fromPortable({ error, code, retryable, details = {} }: PortableError): unknown {
  if (code === undefined) return error;
  const { message, cause } = error as Error;
  return new Fault(code, message, { cause, retryable, details });
}
