/** German: the timeline of versions and the search in them. */
import type { find as source } from '../en/find.ts';
import type { Translated } from '../texts.ts';

export const find: Translated<typeof source> = {
  'restore.none.lead': 'Was gesichert ist, lässt sich hier ansehen und wiederherstellen.',
  'restore.none.action': 'Zum Anfang',
  'restore.line': '{host}: {paths}',
  'restore.lines': 'Gerät und Ordner',
  'restore.lines.all': { one: 'Alle ({count})', other: 'Alle ({count})' },
  'restore.jump': 'Zu einem Datum',
  'restore.jump.before': 'Von diesem Tag gibt es keine Version. Die letzte davor ist vom {when}.',
  'restore.jump.oldest': 'So alt ist keine Version. Die älteste ist vom {when}.',

  'search.label': 'In allen Versionen suchen',
  'search.hint': 'Ein Teil des Namens genügt. Auch was inzwischen gelöscht ist, wird gefunden.',
  'search.kind': 'Finden',
  'search.kind.any': 'Alles',
  'search.kind.file': 'Dateien',
  'search.kind.dir': 'Ordner',
  'search.running': 'Suche läuft …',
  'search.count': { one: '{count} Treffer', other: '{count} Treffer' },
  'search.many': {
    one: 'Mehr als {count} Treffer. Geben Sie mehr vom Namen ein.',
    other: 'Mehr als {count} Treffer. Geben Sie mehr vom Namen ein.',
  },
  'search.none': 'Nichts heißt so.',
  'search.more': 'Mehr anzeigen',
  'search.versions': { one: '{count} Version', other: '{count} Versionen' },
  'search.changed': 'geändert am {when}',
  'search.gone': 'Gelöscht; nicht mehr da am {when}',
  'search.index.begins': 'Die Box beginnt gerade mit ihrer Liste aller Namen. Noch lässt sich nichts finden.',
  'search.index.builds':
    'Die Box stellt ihre Liste aller Namen noch zusammen: {done} von {total} Versionen sind darin. Was in den anderen steckt, wird noch nicht gefunden.',
  'search.index.failed':
    'Die Liste aller Namen ist nicht vollständig, deshalb wird nicht alles gefunden. Die Sicherungen selbst sind davon nicht berührt. Grund: {reason}',
  'search.index.gaps': {
    one: '{count} Ordner ließ sich nicht lesen; Namen darin fehlen hier.',
    other: '{count} Ordner ließen sich nicht lesen; Namen darin fehlen hier.',
  },
};
