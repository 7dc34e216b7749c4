/**
 * Every text of the page in Spanish, by topic in es/.
 *
 * Words, the same everywhere: backup = copia de seguridad (copia, where it is clear), back up = guardar una copia, version = versión,
 * folder = carpeta, file = archivo, restore = restaurar, passphrase = frase de contraseña, machine = equipo, the box = la caja, protect = proteger,
 * repository = repositorio (only for experts), disk = disco, drive = unidad, rescue = rescate, offsite = copias externas, continuity = continuidad,
 * unlock = desbloquear, recovery kit = hoja de recuperación, key = llave, sign in = iniciar sesión, password = contraseña, account = cuenta. Buttons are infinitives. People are addressed with "usted", and mostly not at all. Quotes are «así».
 * Spanish has a plural form `many` for whole millions: "1.000.000 de archivos".
 */
import { activity } from './es/activity.ts';
import { apiPage } from './es/api.ts';
import { door } from './es/door.ts';
import { faults } from './es/faults.ts';
import { find } from './es/find.ts';
import { frame } from './es/frame.ts';
import { guides } from './es/guides.ts';
import { home } from './es/home.ts';
import { jobs } from './es/jobs.ts';
import { kit } from './es/kit.ts';
import { places } from './es/places.ts';
import { restore } from './es/restore.ts';
import { settings } from './es/settings.ts';
import { setup } from './es/setup.ts';
import { trust } from './es/trust.ts';
import { versions } from './es/versions.ts';
import type { Texts } from './texts.ts';

export const es: Texts = {
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
