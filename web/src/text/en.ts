/**
 * Every text of the page in English, by topic in en/. `{name}` is filled in; where a number decides, there is one form a plural category.
 *
 * Words, the same everywhere: backup (the act, and all that is kept), version (one backup as it was that day), folder, restore,
 * passphrase, the box, protect (back up regularly), repository (where backups lie; for experts), rescue (a failing drive),
 * password (of an account), recovery kit (the sheet), key (what stands on it), sign in and out.
 */
import { activity } from './en/activity.ts';
import { apiPage } from './en/api.ts';
import { door } from './en/door.ts';
import { faults } from './en/faults.ts';
import { find } from './en/find.ts';
import { frame } from './en/frame.ts';
import { guides } from './en/guides.ts';
import { home } from './en/home.ts';
import { jobs } from './en/jobs.ts';
import { kit } from './en/kit.ts';
import { places } from './en/places.ts';
import { restore } from './en/restore.ts';
import { settings } from './en/settings.ts';
import { setup } from './en/setup.ts';
import { trust } from './en/trust.ts';
import { versions } from './en/versions.ts';

export const en = {
  ...frame,
  ...door,
  ...setup,
  ...kit,
  ...home,
  ...restore,
  ...find,
  ...versions,
  ...guides,
  ...places,
  ...settings,
  ...trust,
  ...apiPage,
  ...jobs,
  ...activity,
  ...faults,
} as const;
