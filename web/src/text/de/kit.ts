/** German: the recovery kit, on the screen and on paper. */
import type { kit as source } from '../en/kit.ts';
import type { Translated } from '../texts.ts';

export const kit: Translated<typeof source> = {
  'kit.title': 'Notfallbogen',
  'kit.lead': 'Ein Blatt Papier, dessen Schlüssel Ihre Sicherungen auf jedem Computer öffnet, auch wenn Box und Passphrase verloren sind.',
  'kit.open': 'Zum Notfallbogen',
  'kit.new': 'Neuen erstellen',
  'kit.state.none': 'Es wurde noch kein Notfallbogen durch Abtippen bestätigt. Bis dahin gilt nichts als geschützt.',
  'kit.state.confirmed':
    'Der Notfallbogen vom {made} (Schlüsselnummer {fingerprint}) wurde durch Abtippen bestätigt und öffnet die Sicherungen.',
  'kit.former': {
    one: '{count} Schlüssel eines früheren Bogens öffnet die Sicherungen noch. Die Box entfernt ihn, wenn keine Aufgabe läuft.',
    other: '{count} Schlüssel früherer Bögen öffnen die Sicherungen noch. Die Box entfernt sie, wenn keine Aufgabe läuft.',
  },
  'kit.confirmed': 'Der Notfallbogen ist bestätigt.',

  'kit.make.title': 'Notfallbogen erstellen',
  'kit.make.lead':
    'Der Bogen wird nur einmal angezeigt. Drucken Sie ihn oder speichern Sie ihn außerhalb der Box, und tippen Sie dann einige Gruppen ab.',
  'kit.make.before': 'Der frühere Bogen öffnet die Sicherungen, bis der neue bestätigt ist.',
  'kit.make.passphrase':
    'Der neue Schlüssel öffnet alle Sicherungen. Deshalb fragt die Box nach der Passphrase oder dem Schlüssel des früheren Bogens.',
  'kit.make.passphrase.first': 'Der neue Schlüssel öffnet alle Sicherungen. Deshalb fragt die Box nach der Passphrase.',
  'kit.make.action': 'Notfallbogen erstellen',
  'kit.make.working': 'Wird erstellt …',

  'kit.sheet.title': 'Notfallbogen einer Holdfast-Box',
  'kit.sheet.lead':
    'Mit diesem Schlüssel lassen sich alle Sicherungen der Box lesen. Bewahren Sie ihn getrennt von Box und Platten auf, wo ihn eine zweite Person findet.',
  'kit.sheet.box': 'Box',
  'kit.sheet.made': 'Erstellt am',
  'kit.sheet.location': 'Ort der Sicherungen auf der Box',
  'kit.sheet.fingerprint': 'Schlüsselnummer',
  'kit.sheet.repository': 'Repository',
  'kit.sheet.key': 'Der Schlüssel',
  'kit.sheet.key.hint':
    'Als Passwort in dieser Reihenfolge einzugeben, in Großbuchstaben, mit Bindestrich zwischen den Gruppen und ohne die kleinen Nummern.',
  'kit.sheet.qr': 'QR-Code, der den Schlüssel enthält',
  'kit.sheet.way': 'Der Weg zurück ohne die Box',
  'kit.sheet.way.disk':
    'Schließen Sie eine Platte mit den Sicherungen an einen beliebigen Computer an. Lehnen Sie ab, falls sie formatiert werden soll.',
  'kit.sheet.way.restic':
    'Installieren Sie restic, Version 0.14 oder neuer: Es ist kostenlos. Es fragt nach dem Schlüssel als Passwort. Setzen Sie statt des Ordners nach -r ein, wo die Sicherungen auf diesem Computer liegen.',
  'kit.sheet.places': 'Wo die Platten sind (von Hand auszufüllen)',
  'kit.sheet.keep':
    'Ein verlorener Bogen schadet nicht, solange ihn niemand zusammen mit einer Platte findet. Erstellen Sie im Zweifel einen neuen: Der alte Schlüssel öffnet dann nichts mehr.',
  'kit.command.list': 'Zeigen Sie zuerst die Versionen mit ihren IDs an; das verändert nichts:',
  'kit.command.restore':
    'Holen Sie dann von jedem Ordner die neueste Version zurück, in den Ordner „restored“; statt „ID“ steht ihre ID aus der Liste. Versionen mit dem Tag holdfast-box enthalten das Gedächtnis der Box, nicht Ihre Dateien:',
  'kit.command.check': 'Prüfen Sie, ob sich alles lesen lässt:',

  'kit.keep.title': 'Notfallbogen drucken oder speichern',
  'kit.keep.lead':
    'Er wird nur dieses eine Mal angezeigt und verschwindet, wenn Sie diese Seite verlassen. Eine Datei gehört auf ein anderes Gerät als die Box, am besten auf eines, das niemand sonst benutzt.',
  'kit.print': 'Drucken',
  'kit.save': 'Als Textdatei speichern',
  'kit.have-it': 'Ich habe ihn: Gruppen abtippen',

  'kit.back.title': 'Gruppen des Bogens abtippen',
  'kit.back.lead': 'Vom Papier oder aus der Datei, nicht aus dem Gedächtnis: Nur so ist sicher, dass er da und lesbar ist.',
  'kit.back.which': 'Es ist der Bogen vom {made} mit der Schlüsselnummer {fingerprint}.',
  'kit.back.group': 'Gruppe {number}',
  'kit.back.action': 'Vergleichen',
  'kit.back.again': 'Bogen noch einmal anzeigen',
  'kit.back.lost': 'Ich habe ihn nicht: neuen erstellen',
  'kit.back.tries': { one: 'Es bleibt {count} Versuch.', other: 'Es bleiben {count} Versuche.' },
};
