/** Spanish: versions, folders in them, and a look at files. */
import type { restore as source } from '../en/restore.ts';
import type { Translated } from '../texts.ts';

export const restore: Translated<typeof source> = {
  'restore.title': 'Restaurar',
  'restore.lead': 'Cada copia de seguridad es una versión en la que se puede mirar, tal como estaba todo aquel día.',
  'restore.for-operators':
    'Su cuenta ve qué versiones hay. Mirar dentro y restaurar corresponde a quienes pueden hacer copias y administrar la caja.',
  'restore.none': 'Todavía no hay versiones. La primera copia de seguridad crea una.',
  'restore.damaged': {
    one: '{count} versión ya no se puede leer porque su entrada en las copias está dañada. Todas las demás versiones siguen aquí. Compruebe el estado del disco que contiene las copias.',
    many: '{count} de versiones ya no se pueden leer porque sus entradas en las copias están dañadas. Todas las demás versiones siguen aquí. Compruebe el estado del disco que contiene las copias.',
    other:
      '{count} versiones ya no se pueden leer porque sus entradas en las copias están dañadas. Todas las demás versiones siguen aquí. Compruebe el estado del disco que contiene las copias.',
  },
  'restore.today': 'Hoy',
  'restore.yesterday': 'Ayer',
  'restore.from-host': 'de {host}',

  'browse.title': 'Versión del {when}',
  'browse.trail': 'Dónde está',
  'browse.root': 'Esta versión',
  'browse.zip': 'Descargar como ZIP',
  'browse.zip.note':
    'En un ZIP puede haber nombres adaptados y faltan los archivos especiales, como tuberías y sockets. Para recuperarlo todo tal como estaba, restáurelo en la caja.',
  'browse.zip.of': 'Descargar como ZIP: {folder}',
  'browse.entries': 'Elementos de {folder}',
  'browse.count': { one: '{count} elemento', many: '{count} de elementos', other: '{count} elementos' },
  'browse.empty': 'Esta carpeta está vacía.',
  'browse.name': 'Nombre',
  'browse.modified': 'Modificado',
  'browse.size': 'Tamaño',
  'browse.get': 'Descargar',
  'browse.download': 'Descargar {name}',
  'browse.type.dir': 'Carpeta',
  'browse.type.file': 'Archivo',
  'browse.type.symlink': 'Enlace',
  'browse.type.dev': 'Dispositivo',
  'browse.type.chardev': 'Dispositivo',
  'browse.type.fifo': 'Tubería',
  'browse.type.socket': 'Socket',
  'browse.type.other': 'Tipo desconocido',
  'browse.link': 'lleva a {target}',
  'browse.all-versions': 'Todas las versiones',

  'preview.title': 'Vista previa',
  'preview.close': 'Cerrar la vista previa',
  'preview.none': 'No hay vista previa para este tipo de archivo. Descárguelo para abrirlo.',
  'preview.special': 'No es un archivo corriente, así que no hay nada que ver.',
  'preview.empty': 'Este archivo está vacío.',
  'preview.binary': 'No parece texto. Descargue el archivo para abrirlo.',
  'preview.cut': 'Los primeros {shown} de {total}.',
  'preview.broken': 'La imagen no se puede mostrar. Puede que esté dañada o que este navegador no conozca el formato.',
  'preview.text-of': 'Texto de {name}',
};
