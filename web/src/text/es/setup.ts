/** Spanish: setting the box up: the first steps, the passphrase, choosing a folder. */
import type { setup as source } from '../en/setup.ts';
import type { Translated } from '../texts.ts';

export const setup: Translated<typeof source> = {
  'welcome.sentence': 'Pongamos sus archivos a salvo.',
  'welcome.lead': 'Cinco pasos, y la primera copia de seguridad empieza sola.',
  'welcome.folder.title': '¿Qué hay que proteger?',
  'welcome.folder.lead': 'Abra la carpeta que contiene lo que no podría permitirse perder. Se copiará todo lo que haya dentro.',
  'welcome.passphrase.title': 'Elija una frase de contraseña',
  'welcome.passphrase.lead': 'Cierra con llave las copias de seguridad: un disco robado no le sirve de nada al ladrón.',
  'welcome.making': 'Preparando el lugar para sus copias de seguridad…',

  'passphrase.label': 'Frase de contraseña',
  'passphrase.again': 'Repita la frase de contraseña',
  'passphrase.show': 'Mostrar',
  'passphrase.hide': 'Ocultar',
  'passphrase.hint': 'Al menos {count} caracteres. Cuatro o cinco palabras sin relación entre sí son seguras y fáciles de recordar.',
  'passphrase.short': {
    one: 'Falta {count} carácter.',
    many: 'Faltan {count} de caracteres.',
    other: 'Faltan {count} caracteres.',
  },
  'passphrase.long-enough': 'Longitud suficiente.',
  'passphrase.differs': 'Las dos todavía no coinciden.',
  'passphrase.warning.title': 'Nadie puede recuperarla.',
  'passphrase.warning':
    'Sin esta frase de contraseña no se pueden leer las copias de seguridad: ni nosotros ni nadie. Anótela y guárdela lejos de la caja.',

  'unlock.sentence': 'Sus copias de seguridad están bloqueadas.',
  'unlock.lead': 'La caja se ha reiniciado. Hace falta la frase de contraseña para guardar copias y para ver las que ya hay.',
  'unlock.for-operators': 'La caja se ha reiniciado. Alguien que pueda guardar copias tiene que escribir la frase de contraseña.',
  'unlock.label': 'Frase de contraseña o llave de recuperación',
  'unlock.hint': 'También sirve la llave de la hoja de recuperación; los guiones y las mayúsculas no importan.',
  'unlock.action': 'Desbloquear',
  'unlock.working': 'Desbloqueando…',

  'chooser.label': 'Carpetas',
  'chooser.here': 'Carpeta elegida',
  'chooser.up': 'Subir una carpeta',
  'chooser.places': 'Ir a',
  'chooser.none': 'Aquí no hay carpetas.',
  'chooser.others': {
    one: '{count} archivo directamente en esta carpeta',
    many: '{count} de archivos directamente en esta carpeta',
    other: '{count} archivos directamente en esta carpeta',
  },
  'chooser.hidden.show': {
    one: 'Mostrar {count} carpeta oculta',
    many: 'Mostrar {count} de carpetas ocultas',
    other: 'Mostrar {count} carpetas ocultas',
  },
  'chooser.hidden.hide': 'Esconder las carpetas ocultas',
  'chooser.more': {
    one: 'Hay {count} carpeta más que no se muestra.',
    many: 'Hay {count} de carpetas más que no se muestran.',
    other: 'Hay {count} carpetas más que no se muestran.',
  },
  'chooser.closed': 'sin acceso',
  'chooser.not-text': 'su nombre no es texto puro; elija la carpeta de arriba',
  'chooser.use': 'Elegir esta carpeta',
};
