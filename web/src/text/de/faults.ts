/** German: what went wrong, by the code of the fault. */
import type { faults as source } from '../en/faults.ts';
import type { Translated } from '../texts.ts';

export const faults: Translated<typeof source> = {
  'fault.network': 'Die Box antwortet nicht. Es wurde nichts verändert. Versuchen Sie es gleich noch einmal.',
  'fault.internal': 'Der Box ist ein Fehler unterlaufen. Näheres steht in ihrem Protokoll; Ihre Sicherungen hat er nicht verändert.',
  'fault.repository.password.wrong':
    'Mit dieser Passphrase lassen sich die Sicherungen nicht öffnen. Prüfen Sie Groß- und Kleinschreibung und die Tastaturbelegung.',
  'fault.snapshot.unknown': 'Diese Version gibt es nicht.',
  'fault.store.full':
    'Die Platte für die Sicherungen ist voll. Was bisher gesichert wurde, ist sicher. Schaffen Sie Platz und versuchen Sie es dann noch einmal.',
};
