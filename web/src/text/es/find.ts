/** Spanish: the timeline of versions and the search in them. */
import type { find as source } from '../en/find.ts';
import type { Translated } from '../texts.ts';

export const find: Translated<typeof source> = {
  'restore.none.lead': 'Lo que se guarda se puede ver y restaurar aquí.',
  'restore.none.action': 'Ir al inicio',
  'restore.line': '{host}: {paths}',
  'restore.lines': 'Equipo y carpeta',
  'restore.lines.all': { one: 'Todos ({count})', many: 'Todos ({count})', other: 'Todos ({count})' },
  'restore.jump': 'Ir a una fecha',
  'restore.jump.before': 'De ese día no hay versión. La última anterior es del {when}.',
  'restore.jump.oldest': 'No hay ninguna versión tan antigua. La más antigua es del {when}.',

  'search.label': 'Buscar en todas las versiones',
  'search.hint': 'Basta una parte del nombre. También se encuentra lo que ya se borró.',
  'search.kind': 'Encontrar',
  'search.kind.any': 'Todo',
  'search.kind.file': 'Archivos',
  'search.kind.dir': 'Carpetas',
  'search.running': 'Buscando …',
  'search.count': { one: '{count} resultado', many: '{count} de resultados', other: '{count} resultados' },
  'search.many': {
    one: 'Más de {count} resultado. Escriba más del nombre.',
    many: 'Más de {count} de resultados. Escriba más del nombre.',
    other: 'Más de {count} resultados. Escriba más del nombre.',
  },
  'search.none': 'Nada se llama así.',
  'search.more': 'Mostrar más',
  'search.versions': { one: '{count} versión', many: '{count} de versiones', other: '{count} versiones' },
  'search.changed': 'modificado el {when}',
  'search.gone': 'Borrado; ya no estaba el {when}',
  'search.index.begins': 'La caja acaba de empezar su lista de todos los nombres. Todavía no se puede encontrar nada.',
  'search.index.builds':
    'La caja aún prepara su lista de todos los nombres: contiene {done} de {total} versiones. Lo que hay en las demás no se encuentra todavía.',
  'search.index.failed':
    'La lista de todos los nombres no está completa, así que no se encuentra todo. Las copias en sí no están afectadas. Motivo: {reason}',
  'search.index.gaps': {
    one: '{count} carpeta no se pudo leer; los nombres que contiene faltan aquí.',
    many: '{count} de carpetas no se pudieron leer; los nombres que contienen faltan aquí.',
    other: '{count} carpetas no se pudieron leer; los nombres que contienen faltan aquí.',
  },
};
