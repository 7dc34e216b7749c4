/** Spanish: what went wrong, by the code of the fault. */
import type { faults as source } from '../en/faults.ts';
import type { Translated } from '../texts.ts';

export const faults: Translated<typeof source> = {
  'fault.network': 'La caja no responde. No se ha cambiado nada. Inténtelo de nuevo dentro de un momento.',
  'fault.internal': 'La caja ha cometido un error. Su registro da más detalles; las copias de seguridad no han cambiado.',
  'fault.repository.password.wrong':
    'Esta frase de contraseña no abre las copias de seguridad. Compruebe las mayúsculas y la distribución del teclado.',
  'fault.snapshot.path.unknown': 'Esta versión no contiene esta carpeta o este archivo. Mire en otra versión o empiece por el comienzo.',
  'fault.snapshot.unknown': 'Esta versión no existe.',
  'fault.store.full':
    'El disco de las copias de seguridad está lleno. Lo que ya se había guardado está a salvo. Libere espacio e inténtelo de nuevo.',
  'fault.store.nearly-full':
    'El disco de las copias de seguridad está casi lleno. Cuando se llene, las copias fallarán. Libere espacio o deje que la caja elimine versiones antiguas.',
  'fault.store.unreachable':
    'El disco de las copias de seguridad no responde. Lo guardado en él no cambia por ello. Compruebe que está conectado y encendido.',
  'fault.session.absent': 'Ya no hay ninguna sesión iniciada. No se ha cambiado nada. Inicie sesión y hágalo de nuevo.',
  'fault.role.insufficient': 'Su cuenta no puede hacer esto. No se ha cambiado nada. Pregunte a quien administra la caja.',
  'fault.claim.refused': 'Este no es el código que muestra la caja. No se ha cambiado nada. En cada arranque muestra uno nuevo.',
  'fault.claim.closed': 'Esta caja ya tiene propietario. Inicie sesión o pídale una cuenta.',
  'fault.signin.refused': 'El nombre o la contraseña no son correctos. Compruebe las mayúsculas y la distribución del teclado.',
  'fault.signin.wait': 'Ha habido demasiados intentos fallidos.',
  'fault.account.name': 'Un nombre tiene de 1 a 64 caracteres visibles. No se ha cambiado nada.',
  'fault.password.weak':
    'Esta contraseña es demasiado fácil de adivinar: es corta, muy común o su nombre. No se ha cambiado nada. Elija otra.',
  'fault.passphrase.short': 'Esta frase de contraseña es demasiado corta. No se ha cambiado nada. Elija una más larga.',
  'fault.passphrase.missing': 'La caja pide primero la frase de contraseña. No se ha cambiado nada.',
  'fault.repository.exists': 'La caja ya tiene un lugar para las copias. No se ha cambiado nada. Cargue de nuevo esta página.',
  'fault.backup.source.missing':
    'La carpeta no está (o ya no está). Lo que se guardó antes está a salvo. Elija otra, o recupérela e inténtelo de nuevo.',
  'fault.backup.source.unreadable': 'La caja no puede leer esta carpeta. No se ha cambiado nada. Dele acceso o elija otra.',
  'fault.kit.wrong':
    'Estos no son los grupos de la hoja de recuperación. Sus copias no se han tocado. Compárelos con el papel: el número pequeño está delante de cada grupo.',
  'fault.kit.void':
    'Los grupos fueron incorrectos demasiadas veces, así que esta hoja ya no vale. No se ha perdido nada: cree una nueva con la frase de contraseña.',
  'fault.kit.absent': 'Ninguna hoja de recuperación está pendiente de confirmar. No se ha perdido nada: cree una nueva.',
  'fault.job.unknown': 'Esta tarea ya no existe. Las antiguas se eliminan pasado un tiempo.',
  'fault.job.ended': 'Esta tarea ya ha terminado. No se ha cambiado nada.',
  'fault.job.stopping': 'Esta tarea todavía se está deteniendo. Espere un momento e inténtelo de nuevo.',
};
