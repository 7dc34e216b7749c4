/** German: the door: claiming the box, signing in and out; the steps from there to the first backup. */
import type { door as source } from '../en/door.ts';
import type { Translated } from '../texts.ts';

export const door: Translated<typeof source> = {
  'page.sign-in': 'Anmelden',

  'who.signed-in': 'Angemeldet als',
  'who.button': 'Angemeldet als {name}',
  'who.sign-out': 'Abmelden',
  'role.viewer': 'darf zusehen',
  'role.operator': 'darf sichern und wiederherstellen',
  'role.admin': 'verwaltet die Box',

  'claim.sentence': 'Diese Box gehört noch niemandem.',
  'claim.lead':
    'Nehmen Sie sie in Besitz: Geben Sie den Code ein, den nur die Box selbst anzeigt, und wählen Sie Namen und Passwort für die Anmeldung.',
  'claim.code': 'Code der Box',
  'claim.code.hint': 'Großschreibung und Bindestriche sind egal.',
  'claim.where': 'Wo steht der Code?',
  'claim.where.console':
    'Die Box gibt ihn beim Start aus: auf ihrer Konsole oder ihrem Bildschirm, im Terminal oder im Protokoll dessen, der sie gestartet hat.',
  'claim.where.anew':
    'Nach jedem Start gilt ein neuer Code. Ist er nicht zu finden, starten Sie die Box neu und sehen Sie sich die ersten Zeilen an.',
  'claim.name': 'Ihr Name',
  'claim.name.hint': 'Damit melden Sie sich an. Andere können später eigene Konten bekommen.',
  'claim.action': 'Box in Besitz nehmen',
  'claim.working': 'Einen Moment …',

  'password.label': 'Passwort',
  'password.again': 'Passwort wiederholen',
  'password.hint': 'Mindestens {count} Zeichen. Es öffnet diese Seite; die Sicherungen bekommen eine eigene Passphrase.',

  'sign-in.sentence': 'Anmelden',
  'sign-in.lead': 'bei {box}',
  'sign-in.again': 'Bitte melden Sie sich erneut an',
  'sign-in.again.lead':
    'Sie wurden abgemeldet, nach einer Weile ohne Eingabe oder von anderer Stelle aus. Ihre Eingaben sind noch da: Nach der Anmeldung geht es dort weiter, wo Sie waren.',
  'sign-in.name': 'Name',
  'sign-in.action': 'Anmelden',
  'sign-in.working': 'Anmeldung läuft …',
  'sign-in.wait': 'Der nächste Versuch ist in {left} möglich.',
  'sign-in.forgotten': 'Passwort vergessen? Wer diese Box verwaltet, kann Ihnen ein neues geben.',

  'setup.steps': 'Schritte',
  'setup.step': 'Schritt {step} von {count}: {name}',
  'setup.step.done': 'erledigt:',
  'setup.step.owner': 'Besitz',
  'setup.step.folder': 'Ordner',
  'setup.step.passphrase': 'Passphrase',
  'setup.step.kit': 'Notfallbogen',
  'setup.step.backup': 'Erste Sicherung',
  'setup.not-yet': 'Diese Box ist noch nicht eingerichtet.',
  'setup.not-yet.lead': 'Wer die Box verwaltet, muss die ersten Schritte noch abschließen.',
  'setup.folder.chosen': 'Schon gewählt',
  'setup.folder.enough': 'Ohne weiteren Ordner fortfahren',
  'setup.passphrase.action': 'Passphrase festlegen',
  'setup.mode': 'Nach einem Stromausfall',
  'setup.mode.hint': 'Das lässt sich später ändern.',
  'setup.mode.sealed': 'Die Box öffnet die Sicherungen selbst und arbeitet weiter. Der Schlüssel dafür ist nur auf diesem Gerät lesbar.',
  'setup.mode.passphrase': 'Die Box wartet, bis jemand die Passphrase eingibt. So lange wird nichts gesichert.',
  'setup.kit.later': 'Später',
  'setup.backup.title': 'Die erste Sicherung beginnt',
  'setup.backup.again': 'Noch einmal versuchen',
  'setup.backup.folders': 'Andere Ordner wählen',
};
