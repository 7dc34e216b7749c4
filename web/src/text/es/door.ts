/** Spanish: the door: claiming the box, signing in and out; the steps from there to the first backup. */
import type { door as source } from '../en/door.ts';
import type { Translated } from '../texts.ts';

export const door: Translated<typeof source> = {
  'page.sign-in': 'Iniciar sesión',

  'who.signed-in': 'Sesión iniciada como',
  'who.button': 'Sesión iniciada como {name}',
  'who.sign-out': 'Cerrar sesión',
  'role.viewer': 'puede consultar',
  'role.operator': 'puede guardar copias y restaurar',
  'role.admin': 'administra la caja',

  'claim.sentence': 'Esta caja aún no tiene propietario.',
  'claim.lead': 'Hágala suya: escriba el código que solo muestra la propia caja y elija un nombre y una contraseña para iniciar sesión.',
  'claim.code': 'Código de la caja',
  'claim.code.hint': 'Las mayúsculas y los guiones no importan.',
  'claim.where': '¿Dónde está el código?',
  'claim.where.console':
    'La caja lo muestra al arrancar: en su consola o pantalla, o en el terminal o el registro de quien la puso en marcha.',
  'claim.where.anew': 'Hay un código nuevo en cada arranque. Si no lo encuentra, reinicie la caja y mire sus primeras líneas.',
  'claim.name': 'Su nombre',
  'claim.name.hint': 'Con él inicia sesión. Más adelante otras personas pueden tener sus propias cuentas.',
  'claim.action': 'Hacer mía esta caja',
  'claim.working': 'Un momento…',

  'password.label': 'Contraseña',
  'password.again': 'Repita la contraseña',
  'password.hint': 'Al menos {count} caracteres. Abre esta página; las copias de seguridad tendrán su propia frase de contraseña.',

  'sign-in.sentence': 'Iniciar sesión',
  'sign-in.lead': 'en {box}',
  'sign-in.again': 'Inicie sesión de nuevo',
  'sign-in.again.lead':
    'La sesión se cerró, tras un rato sin uso o desde otro lugar. Lo que había escrito sigue ahí: volverá adonde estaba.',
  'sign-in.name': 'Nombre',
  'sign-in.action': 'Iniciar sesión',
  'sign-in.working': 'Iniciando sesión…',
  'sign-in.wait': 'Podrá intentarlo de nuevo en {left}.',
  'sign-in.forgotten': '¿Ha olvidado la contraseña? Quien administra esta caja puede darle una nueva.',

  'setup.steps': 'Pasos',
  'setup.step': 'Paso {step} de {count}: {name}',
  'setup.step.done': 'hecho:',
  'setup.step.owner': 'Propietario',
  'setup.step.folder': 'Carpeta',
  'setup.step.passphrase': 'Frase de contraseña',
  'setup.step.kit': 'Hoja de recuperación',
  'setup.step.backup': 'Primera copia',
  'setup.not-yet': 'Esta caja aún no está configurada.',
  'setup.not-yet.lead': 'Quien administra la caja tiene que terminar los primeros pasos.',
  'setup.folder.chosen': 'Ya elegidas',
  'setup.folder.enough': 'Seguir sin añadir otra',
  'setup.passphrase.action': 'Establecer la frase de contraseña',
  'setup.mode': 'Después de un corte de luz',
  'setup.mode.hint': 'Se puede cambiar más adelante.',
  'setup.mode.sealed': 'La caja abre las copias por sí misma y continúa. Su llave solo sirve en este equipo.',
  'setup.mode.passphrase': 'La caja espera a que alguien escriba la frase de contraseña. Hasta entonces no se guarda nada.',
  'setup.kit.later': 'Más tarde',
  'setup.backup.title': 'Empieza la primera copia de seguridad',
  'setup.backup.again': 'Intentarlo de nuevo',
  'setup.backup.folders': 'Elegir otras carpetas',
};
