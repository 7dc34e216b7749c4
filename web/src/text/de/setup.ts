/** German: setting the box up: the first steps, the passphrase, choosing a folder. */
import type { setup as source } from '../en/setup.ts';
import type { Translated } from '../texts.ts';

export const setup: Translated<typeof source> = {
  'welcome.sentence': 'Bringen wir Ihre Dateien in Sicherheit.',
  'welcome.lead': 'Fünf Schritte, dann beginnt die erste Sicherung von selbst.',
  'welcome.folder.title': 'Was soll geschützt werden?',
  'welcome.folder.lead': 'Öffnen Sie den Ordner, dessen Verlust Sie nicht verschmerzen könnten. Alles darin wird gesichert.',
  'welcome.passphrase.title': 'Passphrase wählen',
  'welcome.passphrase.lead': 'Sie verschließt die Sicherungen. Mit einer gestohlenen Platte kann ein Dieb dann nichts anfangen.',
  'welcome.making': 'Der Platz für die Sicherungen wird vorbereitet …',

  'passphrase.label': 'Passphrase',
  'passphrase.again': 'Passphrase wiederholen',
  'passphrase.show': 'Anzeigen',
  'passphrase.hide': 'Verbergen',
  'passphrase.hint': 'Mindestens {count} Zeichen. Vier oder fünf Wörter ohne Zusammenhang sind sicher und leicht zu merken.',
  'passphrase.short': { one: 'Es fehlt noch {count} Zeichen.', other: 'Es fehlen noch {count} Zeichen.' },
  'passphrase.long-enough': 'Lang genug.',
  'passphrase.differs': 'Die beiden Eingaben stimmen noch nicht überein.',
  'passphrase.warning.title': 'Niemand kann sie wiederbeschaffen.',
  'passphrase.warning':
    'Ohne diese Passphrase sind die Sicherungen nicht lesbar: weder für uns noch für sonst jemanden. Schreiben Sie sie auf und bewahren Sie sie getrennt von der Box auf.',

  'unlock.sentence': 'Ihre Sicherungen sind gesperrt.',
  'unlock.lead': 'Die Box wurde neu gestartet. Zum Sichern und zum Ansehen der Sicherungen wird die Passphrase gebraucht.',
  'unlock.for-operators': 'Die Box wurde neu gestartet. Jemand, der sichern darf, muss die Passphrase eingeben.',
  'unlock.label': 'Passphrase oder Notfallschlüssel',
  'unlock.hint': 'Auch der Schlüssel auf dem Notfallbogen öffnet sie; Bindestriche und Großschreibung sind dabei egal.',
  'unlock.action': 'Entsperren',
  'unlock.working': 'Wird entsperrt …',

  'chooser.label': 'Ordner',
  'chooser.here': 'Gewählter Ordner',
  'chooser.up': 'Einen Ordner nach oben',
  'chooser.places': 'Gehe zu',
  'chooser.none': 'Hier sind keine Ordner.',
  'chooser.others': { one: '{count} Datei direkt in diesem Ordner', other: '{count} Dateien direkt in diesem Ordner' },
  'chooser.hidden.show': { one: '{count} versteckten Ordner anzeigen', other: '{count} versteckte Ordner anzeigen' },
  'chooser.hidden.hide': 'Versteckte Ordner ausblenden',
  'chooser.more': { one: '{count} weiterer Ordner wird nicht angezeigt.', other: '{count} weitere Ordner werden nicht angezeigt.' },
  'chooser.closed': 'kein Zugriff',
  'chooser.not-text': 'sein Name ist kein reiner Text; wählen Sie den Ordner darüber',
  'chooser.use': 'Diesen Ordner wählen',
};
