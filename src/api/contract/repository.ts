/** The box's repository: its lock, and its recovery kit. */
import * as z from 'zod';
import { Count, Time } from './words.ts';

export const RepositoryState = z.enum(['absent', 'locked', 'open']);
export type RepositoryState = z.infer<typeof RepositoryState>;

export const UnlockMode = z
  .enum(['sealed', 'passphrase'])
  .meta({ description: "'sealed': the box opens its backups by itself after a power cut; 'passphrase': it waits for a person" });
export type UnlockMode = z.infer<typeof UnlockMode>;

const about = {
  keyId: z.string(),
  fingerprint: z.string().meta({ description: "the first signs of the key's id, printed on the kit" }),
  madeAt: Time,
  confirmedAt: Time.nullable(),
};

export const KitStatus = z
  .object({
    state: z
      .enum(['absent', 'unconfirmed', 'confirmed'])
      .meta({ description: "'confirmed' also while a newer kit waits to be typed back: the older one opens the repository until then" }),
    confirmed: z.object(about).nullable(),
    pending: z
      .object({
        ...about,
        asked: z.array(Count).readonly().meta({ description: 'places of the groups to type back, from 0' }),
        triesLeft: Count,
      })
      .nullable(),
    formerKeys: Count.meta({ description: 'keys of former kits that still open the repository' }),
  })
  .meta({ id: 'KitStatus' });
export type KitStatus = z.infer<typeof KitStatus>;

export const KitPage = z
  .object({
    ...about,
    boxName: z.string(),
    repositoryId: z.string(),
    location: z.string().meta({ description: 'where the repository lies on the box' }),
    text: z.string().meta({ description: 'the password for restic, letter by letter, dashes and all' }),
    groups: z.array(z.string()).readonly(),
    commands: z.array(z.object({ purpose: z.enum(['list', 'restore', 'check']), command: z.string() })).readonly(),
    qr: z.string().meta({ description: 'what the QR code holds' }),
  })
  .meta({ id: 'KitPage', description: 'a recovery kit, shown this once' });
export type KitPage = z.infer<typeof KitPage>;
