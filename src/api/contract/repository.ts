/** The box's repository: its lock, its recovery kit, the copies of it. */
import * as z from 'zod';
import { Count, Time } from './words.ts';

export const UnlockMode = z
  .enum(['sealed', 'passphrase'])
  .meta({ description: "'sealed': the box opens its backups by itself after a power cut" });
export type UnlockMode = z.infer<typeof UnlockMode>;

export const KitState = z
  .object({
    state: z.enum(['absent', 'unconfirmed', 'confirmed']),
    madeAt: Time.nullable(),
    confirmedAt: Time.nullable(),
    asked: z.array(Count).readonly().meta({ description: 'numbers of the groups to type back, from 1' }),
  })
  .meta({ id: 'KitState' });
export type KitState = z.infer<typeof KitState>;

export const Kit = z
  .object({
    text: z.string().meta({ description: 'the recovery key; a password of the repository, for Holdfast and for stock restic' }),
    groups: z.array(z.string()).readonly(),
    repositoryId: z.string(),
    location: z.string(),
    box: z.string(),
    madeAt: Time,
    asked: z.array(Count).readonly(),
    commands: z.array(z.string()).readonly().meta({ description: 'the way back with stock restic' }),
  })
  .meta({ id: 'Kit', description: 'shown this once' });
export type Kit = z.infer<typeof Kit>;
