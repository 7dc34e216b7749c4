/** German: the frame around every page, its pages’ names, what shared shapes say, and settings. */
import type { frame as source } from '../en/frame.ts';
import type { Translated } from '../texts.ts';

export const frame: Translated<typeof source> = {
  'app.skip': 'Zum Inhalt springen',
  'app.nav': 'Hauptnavigation',
  'app.away': 'Die Box antwortet nicht. Sobald sie wieder da ist, geht es hier von selbst weiter.',
  'app.loading': 'Einen Moment …',
  'app.unknown': 'Diese Seite gibt es nicht.',
  'app.back-home': 'Zurück zum Start',
  'app.for-operators': 'Das ist Sache derer, die sichern und verwalten dürfen. Es ist nichts passiert; bitte jemanden von ihnen fragen.',
  'app.for-admins': 'Das ist Sache derer, die die Box verwalten. Es ist nichts passiert; bitte jemanden von ihnen fragen.',
  'app.more': 'Mehr',
  'app.not-loaded': 'Diese Seite wurde nicht geladen.',
  'app.not-loaded.lead': 'Die Box ist nicht erreichbar oder wurde inzwischen aktualisiert. Es wurde nichts verändert.',
  'app.reload': 'Erneut laden',

  'page.home': 'Start',
  'page.machines': 'Geräte',
  'page.restore': 'Wieder\u00adherstellen',
  'page.rescue': 'Rettung',
  'page.offsite': 'Außer Haus',
  'page.continuity': 'Notfall\u00advorsorge',
  'page.activity': 'Aktivität',
  'page.settings': 'Einstellungen',
  'page.setup': 'Erste Schritte',
  'page.unlock': 'Gesperrt',

  'time.just-now': 'gerade eben',

  'action.back': 'Zurück',
  'action.cancel': 'Abbrechen',
  'action.close': 'Schließen',
  'action.print': 'Diese Seite drucken',

  'confirm.type': 'Zum Bestätigen {name} eingeben.',
  'confirm.differs': 'Das ist noch nicht {name}.',
  'more.show': { one: '{count} weiteren Eintrag anzeigen', other: '{count} weitere Einträge anzeigen' },
  'more.shown': '{shown} von {total}',

  'settings.lead': 'Sprache und Darstellung gehören zu Ihrem Konto und gelten in jedem Browser.',
  'settings.appearance': 'Darstellung',
  'settings.appearance.system': 'Wie im System eingestellt',
  'settings.appearance.light': 'Hell',
  'settings.appearance.dark': 'Dunkel',
  'settings.appearance.kept': 'Die Darstellung ist in Ihrem Konto gespeichert.',
  'settings.language': 'Sprache',
  'settings.language.auto': 'Wie im Browser eingestellt',
  'settings.language.hint': 'Zahlen, Daten und Größenangaben richten sich nach der Sprache.',
};
