/** Spanish: what went wrong, by the code of the fault. */
import type { faults as source } from '../en/faults.ts';
import type { Translated } from '../texts.ts';

export const faults: Translated<typeof source> = {
  'fault.network': 'La caja no responde. No se ha cambiado nada. Inténtelo de nuevo dentro de un momento.',
  'fault.internal': 'La caja ha cometido un error. Su registro da más detalles; las copias de seguridad no han cambiado.',
  'fault.repository.password.wrong':
    'Esta frase de contraseña no abre las copias de seguridad. Compruebe las mayúsculas y la distribución del teclado.',
  'fault.snapshot.unknown': 'Esta versión no existe.',
  'fault.store.full':
    'El disco de las copias de seguridad está lleno. Lo que ya se había guardado está a salvo. Libere espacio e inténtelo de nuevo.',
};
