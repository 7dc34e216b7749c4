/** Spanish: pages that say what this version can do and what to do instead today. */
import type { guides as source } from '../en/guides.ts';
import type { Translated } from '../texts.ts';

export const guides: Translated<typeof source> = {
  'guide.can': 'Lo que hace esta versión',
  'guide.cannot': 'Lo que no hace',
  'guide.now': 'Lo que puede hacer ahora',

  'machines.lead': 'La caja protege las carpetas que ella misma puede ver.',
  'machines.can':
    'Guarda copias de cualquier carpeta que esté en sus propios discos o montada en ella, tantas veces como se quiera y cada vez como una versión propia.',
  'machines.cannot': 'No busca otros equipos en la red ni trae nada de ellos por sí sola.',
  'machines.now.mount': 'Monte en la caja la carpeta compartida de otro equipo. Desde entonces es una carpeta como cualquier otra.',
  'machines.now.protect': 'Elija esa carpeta en «Proteger otra carpeta».',
  'machines.now.check':
    'Empiece una copia solo mientras la carpeta esté montada: un punto de montaje vacío da una versión vacía. Las versiones anteriores quedan intactas.',
  'machines.action': 'Proteger otra carpeta',

  'rescue.lead': 'Con una unidad que falla o unos archivos perdidos suele haber una sola buena oportunidad. No la malgaste.',
  'rescue.stop': 'Deje la unidad apagada',
  'rescue.stop.off':
    'Apáguela o desconéctela. Cada minuto encendida puede costar datos, y una SSD puede borrar definitivamente los archivos eliminados mientras tenga corriente.',
  'rescue.stop.write': 'No escriba nada en ella: ni archivos nuevos, ni instalaciones, ni formateos, ni reparaciones del sistema.',
  'rescue.stop.noise':
    'Si hace clics, rasca o se ha caído, no vuelva a encenderla. Solo un laboratorio de recuperación de datos puede abrirla sin riesgo.',
  'rescue.stop.open': 'No la abra, no la congele y no le dé golpes.',
  'rescue.cannot':
    'Esta versión no copia unidades que fallan ni busca archivos eliminados. Sí puede devolver todo lo que esté en las copias de seguridad.',
  'rescue.now.backup': 'Mire primero en «Restaurar». Lo que está en una versión no hace falta rescatarlo.',
  'rescue.now.copy': 'Si no hace ruidos: copie la unidad una sola vez y entera en otra más grande, con GNU ddrescue y desde otro equipo.',
  'rescue.now.search': 'Busque solo en la copia, por ejemplo con TestDisk y PhotoRec. Guarde aparte la unidad original, etiquetada.',
  'rescue.now.lab': 'Si los archivos valen más de lo que cuesta un laboratorio, consulte a uno antes de intentar nada.',
  'rescue.action': 'Ver las copias de seguridad',

  'offsite.lead': 'Un incendio, un robo o un rayo se llevan a la vez la caja y sus discos. Una de las copias debe estar en otro sitio.',

  'continuity.lead': 'Un día la caja puede faltar. Sus archivos vuelven también sin ella.',
  'continuity.can':
    'Guarda las copias en el formato abierto de restic, versión 2. El programa libre restic las lee en cualquier equipo, con la misma frase de contraseña.',
  'continuity.now.paper': 'Anote la frase de contraseña y guárdela lejos de la caja, donde también la encuentre una segunda persona.',
  'continuity.now.drill': 'Cada tres meses, descargue de una versión antigua un archivo que conozca y ábralo. Esa es la prueba que cuenta.',
  'continuity.now.print': 'Imprima esta página y guárdela junto a la frase de contraseña.',
  'continuity.way': 'El camino de vuelta sin la caja',
  'continuity.way.disk': 'Conecte a cualquier equipo el disco que contiene las copias. Si el equipo propone formatearlo, rechácelo.',
  'continuity.way.install': 'Instale restic, versión 0.14 o posterior. Es libre, para Windows, macOS y Linux.',
  'continuity.way.names': 'Aquí «repository» es la carpeta de ese nombre en el disco y «restored» es el lugar al que irán sus archivos.',
  'offsite.cannot':
    'No reconoce por sí sola qué disco se ha conectado, no actualiza por sí sola ninguna copia, no lleva un calendario de quién se lleva cada disco, no vuelve a leer las copias y no copia a ninguna nube.',
  'continuity.cannot': 'No mide cuánto tarda una restauración, y no comprueba ni restaura nada por sí sola. Eso hay que pedírselo.',
};
