/** Failures as they travel. Source: RFC 9457. */
import * as z from 'zod';
import type { FaultCode } from '../../base/index.ts';

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    /** What a program branches on and what the page translates. */
    code: z.custom<FaultCode>((value) => typeof value === 'string').meta({ type: 'string', description: "stable, 'room.what'" }),
    detail: z.string(),
    details: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .meta({ description: 'what a program needs beyond the code, such as `seconds` to wait' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
export type { FaultCode };
