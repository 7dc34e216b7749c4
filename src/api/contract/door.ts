/** The door: who comes in, as whom, and what was done. */
import * as z from 'zod';
import { Count, Time } from './words.ts';

export const Role = z.enum(['viewer', 'operator', 'admin']);
export type Role = z.infer<typeof Role>;

/** 'auto' and 'system': as the browser says, chosen on purpose; what was never chosen is absent. */
export const Preferences = z
  .strictObject({ language: z.enum(['auto', 'en', 'de', 'es']).optional(), appearance: z.enum(['system', 'light', 'dark']).optional() })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

export const Me = z
  .object({ name: z.string(), role: Role, by: z.enum(['session', 'token', 'socket']), preferences: Preferences })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Door = z
  .object({
    box: z.string().meta({ description: 'the name of the box' }),
    version: z.string(),
    isClaimed: z.boolean(),
    me: Me.nullable().meta({ description: 'null: nobody has signed in here' }),
  })
  .meta({ id: 'Door' });
export type Door = z.infer<typeof Door>;

export const AccountView = z
  .object({ id: z.string(), name: z.string(), role: Role, createdAt: Time, lastSignInAt: Time.nullable() })
  .meta({ id: 'Account' });
export type AccountView = z.infer<typeof AccountView>;

export const SessionView = z
  .object({
    id: z.string(),
    account: z.string(),
    address: z.string(),
    userAgent: z.string(),
    createdAt: Time,
    lastUsedAt: Time,
    isThis: z.boolean().meta({ description: 'the one that asks' }),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;

export const TokenView = z
  .object({
    id: z.string(),
    name: z.string(),
    role: Role,
    account: z.string(),
    createdAt: Time,
    lastUsedAt: Time.nullable(),
    expiresAt: Time.nullable(),
  })
  .meta({ id: 'Token' });
export type TokenView = z.infer<typeof TokenView>;

export const NewToken = z
  .object({ token: TokenView, secret: z.string().meta({ description: 'shown this once' }) })
  .meta({ id: 'NewToken' });
export type NewToken = z.infer<typeof NewToken>;

export const AuditEntry = z
  .object({
    seq: Count,
    at: Time,
    who: z.string().nullable().meta({ description: 'null: nobody, or the box itself' }),
    via: z.enum(['session', 'token', 'socket', 'door', 'box']),
    address: z.string().nullable(),
    action: z.string(),
    about: z.string().nullable(),
    outcome: z.enum(['done', 'refused', 'failed']),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditPage = z
  .object({ entries: z.array(AuditEntry).readonly(), next: z.number().nullable().meta({ description: 'for `before` of the next page' }) })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;

export const AuditProof = z
  .object({ isWhole: z.boolean(), entries: Count, head: z.string(), firstBroken: z.number().nullable() })
  .meta({ id: 'AuditProof', description: 'whether the chain of hashes holds' });
export type AuditProof = z.infer<typeof AuditProof>;
