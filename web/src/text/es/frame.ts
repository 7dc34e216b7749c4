/** Spanish: the frame around every page, its pages’ names, what shared shapes say, and settings. */
import type { frame as source } from '../en/frame.ts';
import type { Translated } from '../texts.ts';

export const frame: Translated<typeof source> = {
  'app.skip': 'Saltar al contenido',
  'app.nav': 'Navegación principal',
  'app.away': 'La caja no responde. Esta página continuará por sí sola en cuanto vuelva.',
  'app.loading': 'Un momento…',
  'app.unknown': 'Esta página no existe.',
  'app.back-home': 'Volver al inicio',
  'app.for-operators': 'Esto corresponde a quienes pueden hacer copias y administrar la caja. No ha pasado nada; pregunte a uno de ellos.',
  'app.for-admins': 'Esto corresponde a quienes administran la caja. No ha pasado nada; pregunte a uno de ellos.',
  'app.more': 'Más',
  'app.not-loaded': 'Esta página no se ha cargado.',
  'app.not-loaded.lead': 'La caja no está disponible o se ha actualizado entretanto. No se ha cambiado nada.',
  'app.reload': 'Cargar de nuevo',

  'page.home': 'Inicio',
  'page.machines': 'Equipos',
  'page.restore': 'Restaurar',
  'page.rescue': 'Rescate',
  'page.offsite': 'Copias externas',
  'page.continuity': 'Continuidad',
  'page.activity': 'Actividad',
  'page.settings': 'Ajustes',
  'page.setup': 'Primeros pasos',
  'page.unlock': 'Bloqueado',

  'time.just-now': 'hace un momento',

  'action.back': 'Atrás',
  'action.cancel': 'Cancelar',
  'action.close': 'Cerrar',
  'action.print': 'Imprimir esta página',

  'confirm.type': 'Escriba {name} para confirmar.',
  'confirm.differs': 'Todavía no es {name}.',
  'more.show': { one: 'Mostrar {count} más', many: 'Mostrar {count} más', other: 'Mostrar {count} más' },
  'more.shown': '{shown} de {total}',

  'settings.lead': 'El idioma y el aspecto van con su cuenta, a cualquier navegador.',
  'settings.appearance': 'Aspecto',
  'settings.appearance.system': 'Según el sistema',
  'settings.appearance.light': 'Claro',
  'settings.appearance.dark': 'Oscuro',
  'settings.appearance.kept': 'El aspecto queda guardado en su cuenta.',
  'settings.language': 'Idioma',
  'settings.language.auto': 'Según el navegador',
  'settings.language.hint': 'Los números, las fechas y los tamaños siguen el idioma elegido.',
};
