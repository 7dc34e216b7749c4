/** German: versions, folders in them, and a look at files. */
import type { restore as source } from '../en/restore.ts';
import type { Translated } from '../texts.ts';

export const restore: Translated<typeof source> = {
  'restore.title': 'Wiederherstellen',
  'restore.lead': 'Jede Sicherung ist eine Version, in die Sie hineinschauen können: so, wie es an jenem Tag war.',
  'restore.for-operators':
    'Ihr Konto sieht, welche Versionen es gibt. Hineinschauen und Wiederherstellen ist Sache derer, die sichern und verwalten dürfen.',
  'restore.none': 'Noch gibt es keine Versionen. Die erste Sicherung legt eine an.',
  'restore.damaged': {
    one: '{count} Version ist nicht mehr lesbar, weil ihr Eintrag in den Sicherungen beschädigt ist. Alle anderen Versionen sind noch da. Prüfen Sie den Zustand der Platte, auf der die Sicherungen liegen.',
    other:
      '{count} Versionen sind nicht mehr lesbar, weil ihre Einträge in den Sicherungen beschädigt sind. Alle anderen Versionen sind noch da. Prüfen Sie den Zustand der Platte, auf der die Sicherungen liegen.',
  },
  'restore.today': 'Heute',
  'restore.yesterday': 'Gestern',
  'restore.from-host': 'von {host}',

  'browse.title': 'Version vom {when}',
  'browse.trail': 'Hier sind Sie',
  'browse.root': 'Diese Version',
  'browse.zip': 'Als ZIP herunterladen',
  'browse.zip.note':
    'In einem ZIP können Namen angepasst sein, und besondere Dateien wie Pipes und Sockets fehlen. Vollständig kommt alles zurück, wenn Sie es auf der Box wiederherstellen.',
  'browse.zip.of': 'Als ZIP herunterladen: {folder}',
  'browse.entries': 'Einträge in {folder}',
  'browse.count': { one: '{count} Eintrag', other: '{count} Einträge' },
  'browse.empty': 'Dieser Ordner ist leer.',
  'browse.name': 'Name',
  'browse.modified': 'Geändert',
  'browse.size': 'Größe',
  'browse.get': 'Herunterladen',
  'browse.download': '{name} herunterladen',
  'browse.type.dir': 'Ordner',
  'browse.type.file': 'Datei',
  'browse.type.symlink': 'Verknüpfung',
  'browse.type.dev': 'Gerätedatei',
  'browse.type.chardev': 'Gerätedatei',
  'browse.type.fifo': 'Pipe',
  'browse.type.socket': 'Socket',
  'browse.type.other': 'Unbekannte Art',
  'browse.link': 'führt zu {target}',
  'browse.all-versions': 'Alle Versionen',

  'preview.title': 'Vorschau',
  'preview.close': 'Vorschau schließen',
  'preview.none': 'Für diese Art von Datei gibt es keine Vorschau. Laden Sie sie herunter, um sie zu öffnen.',
  'preview.special': 'Das ist keine gewöhnliche Datei, daher gibt es nichts anzusehen.',
  'preview.empty': 'Diese Datei ist leer.',
  'preview.binary': 'Das sieht nicht nach Text aus. Laden Sie die Datei herunter, um sie zu öffnen.',
  'preview.cut': 'Die ersten {shown} von {total}.',
  'preview.broken': 'Das Bild lässt sich nicht anzeigen. Es ist vielleicht beschädigt, oder dieser Browser kennt das Format nicht.',
  'preview.text-of': 'Text von {name}',
};
