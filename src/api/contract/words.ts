/** The words that schemas are made of, and how parameters of a URL are read. */
import * as z from 'zod';
import { Fault, isFault } from '../../base/index.ts';
import { decodePath } from '../path-bytes.ts';

/** RFC 3339. */
export const Time = z.string().meta({ description: 'RFC 3339', format: 'date-time' });
export const Bytes = z.number().int().meta({ description: 'bytes' });
export const Count = z.number().int().min(0);
export const SnapshotId = z.string().regex(/^[0-9a-f]{64}$/);

/** Text of a query string. Values reach schemas as they stand in the URL: still percent-encoded. */
export const QueryText = z.string().transform(decoded);

export const QueryNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);

/** '1' or absent. */
export const QueryFlag = z
  .literal(['0', '1'])
  .default('0')
  .transform((value) => value === '1');

/** Path of an entry: percent-encoded raw bytes, because names need not be UTF-8; '' is the root. */
export const EntryPath = z
  .string()
  .default('')
  .transform((encoded, context) => {
    try {
      return decodePath(encoded);
    } catch (error) {
      if (!isFault(error)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

/** A path of an entry as it stands in answers. */
export const EncodedPath = z.string().meta({ description: "percent-encoded raw bytes, 'photos/caf%E9': names need not be UTF-8" });

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new Fault('input.invalid', 'a value in the URL is not percent-encoded UTF-8', { cause });
  }
}
