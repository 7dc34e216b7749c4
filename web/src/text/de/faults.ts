/** German: what went wrong, by the code of the fault. */
import type { faults as source } from '../en/faults.ts';
import type { Translated } from '../texts.ts';

export const faults: Translated<typeof source> = {
  'fault.network': 'Die Box antwortet nicht. Es wurde nichts verändert. Versuchen Sie es gleich noch einmal.',
  'fault.internal': 'Der Box ist ein Fehler unterlaufen. Näheres steht in ihrem Protokoll; Ihre Sicherungen hat er nicht verändert.',
  'fault.repository.password.wrong':
    'Mit dieser Passphrase lassen sich die Sicherungen nicht öffnen. Prüfen Sie Groß- und Kleinschreibung und die Tastaturbelegung.',
  'fault.snapshot.path.unknown':
    'Diesen Ordner oder diese Datei gibt es in dieser Version nicht. Sehen Sie in einer anderen Version nach, oder beginnen Sie an ihrem Anfang.',
  'fault.snapshot.unknown': 'Diese Version gibt es nicht.',
  'fault.store.full':
    'Die Platte für die Sicherungen ist voll. Was bisher gesichert wurde, ist sicher. Schaffen Sie Platz und versuchen Sie es dann noch einmal.',
  'fault.store.nearly-full':
    'Die Platte für die Sicherungen ist fast voll. Ist sie voll, schlagen Sicherungen fehl. Schaffen Sie Platz, oder lassen Sie die Box alte Versionen entfernen.',
  'fault.store.unreachable':
    'Die Platte für die Sicherungen antwortet nicht. Was darauf gespeichert ist, ändert sich dadurch nicht. Prüfen Sie, ob sie angeschlossen und eingeschaltet ist.',
  'fault.session.absent':
    'Sie sind nicht mehr angemeldet. Es wurde nichts verändert. Melden Sie sich an und versuchen Sie es dann noch einmal.',
  'fault.role.insufficient': 'Ihr Konto darf das nicht. Es wurde nichts verändert. Wenden Sie sich an jemanden, der die Box verwaltet.',
  'fault.claim.refused': 'Das ist nicht der Code, den die Box anzeigt. Es wurde nichts verändert. Nach jedem Start gilt ein neuer.',
  'fault.claim.closed': 'Diese Box gehört schon jemandem. Melden Sie sich an, oder bitten Sie dort um ein Konto.',
  'fault.signin.refused': 'Name oder Passwort ist falsch. Prüfen Sie Großschreibung und Tastaturbelegung.',
  'fault.signin.wait': 'Es gab zu viele falsche Versuche.',
  'fault.account.name': 'Ein Name hat 1 bis 64 sichtbare Zeichen. Es wurde nichts verändert.',
  'fault.password.weak':
    'Dieses Passwort ist zu leicht zu erraten: Es ist kurz, sehr verbreitet oder Ihr Name. Es wurde nichts verändert. Wählen Sie ein anderes.',
  'fault.passphrase.short': 'Diese Passphrase ist zu kurz. Es wurde nichts verändert. Wählen Sie eine längere.',
  'fault.passphrase.missing': 'Die Box fragt zuerst nach der Passphrase. Es wurde nichts verändert.',
  'fault.repository.exists': 'Die Box hat schon einen Platz für Sicherungen. Es wurde nichts verändert. Laden Sie diese Seite neu.',
  'fault.backup.source.missing':
    'Der Ordner ist nicht (mehr) da. Was bisher gesichert wurde, ist sicher. Wählen Sie einen anderen, oder bringen Sie ihn zurück und versuchen Sie es noch einmal.',
  'fault.backup.source.unreadable':
    'Die Box darf diesen Ordner nicht lesen. Es wurde nichts verändert. Geben Sie ihr Zugriff, oder wählen Sie einen anderen.',
  'fault.kit.wrong':
    'Das sind nicht die Gruppen des Notfallbogens. Ihre Sicherungen sind davon nicht berührt. Vergleichen Sie mit dem Papier: Die kleine Nummer steht vor jeder Gruppe.',
  'fault.kit.void':
    'Die Gruppen waren zu oft falsch, deshalb gilt dieser Bogen nicht mehr. Verloren ist nichts: Erstellen Sie mit der Passphrase einen neuen.',
  'fault.kit.absent': 'Es wartet kein Notfallbogen aufs Abtippen. Verloren ist nichts: Erstellen Sie einen neuen.',
  'fault.job.unknown': 'Diese Aufgabe gibt es nicht mehr. Alte werden nach einiger Zeit entfernt.',
  'fault.job.ended': 'Diese Aufgabe ist schon beendet. Es wurde nichts verändert.',
  'fault.job.stopping': 'Diese Aufgabe wird noch angehalten. Warten Sie einen Moment und versuchen Sie es dann erneut.',
};
