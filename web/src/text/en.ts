/**
 * Every text of the page in English, by topic in en/. `{name}` is filled in; where a number decides, there is one form a plural category.
 *
 * Words, the same everywhere: backup (the act, and all that is kept), version (one backup as it was that day), folder, restore,
 * passphrase, the box, protect (back up regularly), repository (where backups lie; for experts), rescue (a failing drive).
 */
import { faults } from './en/faults.ts';
import { frame } from './en/frame.ts';
import { guides } from './en/guides.ts';
import { home } from './en/home.ts';
import { restore } from './en/restore.ts';
import { setup } from './en/setup.ts';

export const en = { ...frame, ...setup, ...home, ...restore, ...guides, ...faults } as const;
