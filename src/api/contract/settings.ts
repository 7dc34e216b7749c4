/** What the box is told to do. */
import * as z from 'zod';
import { Policy } from './jobs.ts';
import { UnlockMode } from './repository.ts';

export const SettingsView = z
  .object({
    box: z.string().meta({ description: 'the name of the box' }),
    unlockMode: UnlockMode,
    retention: Policy.nullable().meta({ description: 'null keeps every version' }),
  })
  .meta({ id: 'Settings' });
export type SettingsView = z.infer<typeof SettingsView>;

export const SettingsChange = z
  .strictObject({ box: z.string().max(200).optional(), unlockMode: UnlockMode.optional(), retention: Policy.nullable().optional() })
  .meta({ id: 'SettingsChange' });
export type SettingsChange = z.infer<typeof SettingsChange>;

/** What is exported and imported: settings and chosen folders, no accounts and no secrets. */
export const SettingsFile = z
  .strictObject({
    holdfast: z.literal('settings'),
    version: z.literal(1),
    settings: SettingsChange,
    folders: z.array(z.string().max(4_096)).max(1_000),
  })
  .meta({ id: 'SettingsFile' });
export type SettingsFile = z.infer<typeof SettingsFile>;

export const SettingsImport = z
  .object({
    changed: z.array(z.enum(['box', 'unlockMode', 'retention'])).readonly(),
    foldersAdded: z.array(z.string()).readonly(),
    foldersLeftOut: z.array(z.string()).readonly().meta({ description: 'that are not on this box, or cannot be read' }),
  })
  .meta({ id: 'SettingsImport', description: 'what an import changed, or would' });
export type SettingsImport = z.infer<typeof SettingsImport>;

export const Certificate = z
  .object({ fingerprint: z.string(), names: z.array(z.string()).readonly(), notAfter: z.string(), secureUrl: z.string().nullable() })
  .meta({ id: 'Certificate', description: "of the box's own authority" });
export type Certificate = z.infer<typeof Certificate>;
