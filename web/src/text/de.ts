/**
 * Every text of the page in German, by topic in de/.
 *
 * Words, the same everywhere: backup = Sicherung, back up = sichern, version = Version, folder = Ordner, file = Datei, restore = wiederherstellen,
 * passphrase = Passphrase, machine = Gerät, the box = die Box, protect = schützen, repository = Repository (only for experts), disk = Platte,
 * drive = Laufwerk, rescue = Rettung, offsite = außer Haus, continuity = Notfallvorsorge, unlock = entsperren, copy = Kopie,
 * recovery kit = Notfallbogen, key = Schlüssel, sign in = anmelden, password = Passwort, account = Konto.
 * Buttons are infinitives. People are addressed with "Sie", and mostly not at all. Quotes are „so“. A soft hyphen lets long names of pages wrap.
 */
import { activity } from './de/activity.ts';
import { apiPage } from './de/api.ts';
import { door } from './de/door.ts';
import { faults } from './de/faults.ts';
import { find } from './de/find.ts';
import { frame } from './de/frame.ts';
import { guides } from './de/guides.ts';
import { home } from './de/home.ts';
import { jobs } from './de/jobs.ts';
import { kit } from './de/kit.ts';
import { places } from './de/places.ts';
import { restore } from './de/restore.ts';
import { settings } from './de/settings.ts';
import { setup } from './de/setup.ts';
import { trust } from './de/trust.ts';
import { versions } from './de/versions.ts';
import type { Texts } from './texts.ts';

export const de: Texts = {
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
};
