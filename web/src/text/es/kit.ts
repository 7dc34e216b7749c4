/** Spanish: the recovery kit, on the screen and on paper. */
import type { kit as source } from '../en/kit.ts';
import type { Translated } from '../texts.ts';

export const kit: Translated<typeof source> = {
  'kit.title': 'Hoja de recuperación',
  'kit.lead': 'Una hoja de papel cuya llave abre sus copias en cualquier ordenador, aunque se pierdan la caja y la frase de contraseña.',
  'kit.open': 'Ir a la hoja de recuperación',
  'kit.new': 'Crear una nueva',
  'kit.state.none': 'Todavía no se ha confirmado ninguna hoja de recuperación. Hasta entonces nada cuenta como protegido.',
  'kit.state.confirmed':
    'La hoja de recuperación del {made} (número de llave {fingerprint}) está confirmada y abre las copias de seguridad.',
  'kit.former': {
    one: '{count} llave de una hoja anterior todavía abre las copias. La caja la elimina cuando no hay tareas en curso.',
    many: '{count} de llaves de hojas anteriores todavía abren las copias. La caja las elimina cuando no hay tareas en curso.',
    other: '{count} llaves de hojas anteriores todavía abren las copias. La caja las elimina cuando no hay tareas en curso.',
  },
  'kit.confirmed': 'La hoja de recuperación está confirmada.',

  'kit.make.title': 'Crear la hoja de recuperación',
  'kit.make.lead': 'La hoja se muestra una sola vez. Imprímala o guárdela fuera de la caja y escriba después algunos de sus grupos.',
  'kit.make.before': 'La hoja anterior abre las copias hasta que se confirme la nueva.',
  'kit.make.passphrase':
    'La nueva llave abre todas las copias; por eso la caja pide la frase de contraseña o la llave de la hoja anterior.',
  'kit.make.passphrase.first': 'La nueva llave abre todas las copias; por eso la caja pide la frase de contraseña.',
  'kit.make.action': 'Crear la hoja de recuperación',
  'kit.make.working': 'Creándola…',

  'kit.sheet.title': 'Hoja de recuperación de una caja Holdfast',
  'kit.sheet.lead':
    'Con esta llave se pueden leer todas las copias de la caja. Guárdela lejos de la caja y de sus discos, donde la encuentre una segunda persona.',
  'kit.sheet.box': 'Caja',
  'kit.sheet.made': 'Creada el',
  'kit.sheet.location': 'Dónde están las copias en la caja',
  'kit.sheet.fingerprint': 'Número de llave',
  'kit.sheet.repository': 'Repositorio',
  'kit.sheet.key': 'La llave',
  'kit.sheet.key.hint':
    'Se escribe como contraseña en este orden, en mayúsculas, con un guion entre los grupos y sin los números pequeños.',
  'kit.sheet.qr': 'Código QR que contiene la llave',
  'kit.sheet.way': 'El camino de vuelta sin la caja',
  'kit.sheet.way.disk': 'Conecte a cualquier ordenador un disco que contenga las copias. Si le proponen formatearlo, no acepte.',
  'kit.sheet.way.restic':
    'Instale restic, versión 0.14 o posterior: es gratuito. Pide la llave como contraseña. En lugar de la carpeta que sigue a -r, ponga dónde están las copias en ese ordenador.',
  'kit.sheet.places': 'Dónde están los discos (para rellenar a mano)',
  'kit.sheet.keep':
    'Perder la hoja no es grave mientras nadie la encuentre junto con un disco. En caso de duda, cree una nueva: la llave antigua ya no abrirá nada.',
  'kit.command.list': 'Primero liste las versiones, cada una con su ID; esto no cambia nada:',
  'kit.command.restore':
    'Después restaure la versión más reciente de cada carpeta en la carpeta «restored», con su ID de la lista en lugar de «ID». Las que llevan la etiqueta holdfast-box contienen la memoria de la caja, no sus archivos:',
  'kit.command.check': 'Compruebe que todo se puede leer:',

  'kit.keep.title': 'Imprima o guarde la hoja de recuperación',
  'kit.keep.lead':
    'Se muestra solo esta vez: desaparece al salir de esta página. Un archivo debe estar en otro dispositivo que no sea la caja, mejor en uno que nadie más utilice.',
  'kit.print': 'Imprimir',
  'kit.save': 'Guardar como archivo de texto',
  'kit.have-it': 'Ya la tengo: escribir grupos',

  'kit.back.title': 'Escriba grupos de la hoja',
  'kit.back.lead': 'Desde el papel o el archivo, no de memoria: solo así es seguro que está ahí y se puede leer.',
  'kit.back.which': 'Es la hoja del {made} con el número de llave {fingerprint}.',
  'kit.back.group': 'Grupo {number}',
  'kit.back.action': 'Comparar',
  'kit.back.again': 'Mostrar la hoja otra vez',
  'kit.back.lost': 'No la tengo: crear una nueva',
  'kit.back.tries': { one: 'Queda {count} intento.', many: 'Quedan {count} de intentos.', other: 'Quedan {count} intentos.' },
};
