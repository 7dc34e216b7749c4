/** Spanish: the page that helps a device to trust the box. */
import type { trust as source } from '../en/trust.ts';
import type { Translated } from '../texts.ts';

export const trust: Translated<typeof source> = {
  'trust.link': '¿El navegador advierte sobre esta caja? Así aprende un dispositivo a confiar en ella',
  'trust.title': 'Confiar en esta caja',
  'trust.lead':
    'Los navegadores advierten sobre esta caja porque ninguna autoridad pública puede responder por una caja en casa. Por eso la caja tiene una autoridad propia. En cuanto un dispositivo confía en ella, la advertencia desaparece y nadie en la red puede escuchar ni hacerse pasar por la caja.',
  'trust.compare': 'Comparar la huella',
  'trust.compare.lead':
    'Debe ser la huella que la propia caja mostró al arrancar. Si es otra, deténgase: alguien está entre usted y la caja.',
  'trust.compare.file':
    'Esta página llega por la misma red. Donde un dispositivo muestre la huella SHA-256 del archivo descargado, compare esa.',
  'trust.fingerprint': 'Huella SHA-256',
  'trust.valid': 'Válido hasta el {date}.',
  'trust.download': 'Descargar el certificado',
  'trust.download.lead': 'Un archivo pequeño, holdfast-ca.crt. Es público y no contiene ningún secreto.',
  'trust.download.action': 'Descargar certificado',
  'trust.install': 'Decirle al dispositivo que confíe en él',
  'trust.install.lead': 'Los menús se llaman de forma algo distinta en cada versión.',
  'trust.open': 'Abrir la caja por https',
  'trust.open.lead': 'Cierre el navegador, ábralo de nuevo y vaya a esta dirección. Ya no hay advertencia.',
  'trust.open.none': 'La caja no responde ahora por https. Arránquela sin «--https-port off».',
  'trust.names': 'Nombres y direcciones por los que responde',
  'trust.harmless': 'Por qué no hay peligro',
  'trust.harmless.text':
    'El propio certificado dice para qué sirve: para nombres que solo existen en casa (.local, .lan, .home, .internal, localhost y los nombres que se dieron a esta caja) y para direcciones privadas. Los dispositivos lo respetan. Ni siquiera quien robe la caja podría hacerse pasar con él por un banco, una tienda o su correo.',
  'trust.remove': 'Cuándo quitarlo',
  'trust.remove.text':
    'Quítelo si la caja fue robada, regalada o desechada: la clave de su autoridad estaba en ella. Cómo hacerlo está arriba, en cada sistema.',
  'trust.remove.label': 'Para quitarlo:',
  'trust.system.windows': 'Windows',
  'trust.windows.1': 'Comparar: abra PowerShell en la carpeta del archivo y ejecute esto. Muestra la huella sin dos puntos.',
  'trust.windows.2': 'Abra el archivo holdfast-ca.crt y elija «Instalar certificado…», luego «Usuario actual».',
  'trust.windows.3':
    'Elija «Colocar todos los certificados en el siguiente almacén», luego «Examinar…» y «Entidades de certificación raíz de confianza».',
  'trust.windows.4': 'Finalice y acepte la advertencia de seguridad. Muestra otra huella, más corta; la larga ya la ha comparado.',
  'trust.windows.remove':
    'ejecute «certmgr.msc», abra «Entidades de certificación raíz de confianza» y elimine el certificado que empieza por «Holdfast».',
  'trust.system.macos': 'macOS',
  'trust.macos.1': 'Abra el archivo holdfast-ca.crt. Acceso a Llaveros lo añade al llavero «inicio de sesión».',
  'trust.macos.2': 'Haga doble clic en el certificado que empieza por «Holdfast». Al final está la huella SHA-256: compárela.',
  'trust.macos.3': 'Abra «Confiar» y elija «Confiar siempre» en «Al utilizar este certificado». Cierre la ventana y escriba su contraseña.',
  'trust.macos.remove': 'abra Acceso a Llaveros, seleccione el certificado y elimínelo.',
  'trust.system.iphone': 'iPhone y iPad',
  'trust.iphone.1': 'Abra esta página en Safari, toque «Descargar certificado» y permita la descarga.',
  'trust.iphone.2':
    'En Ajustes toque «Perfil descargado». En «Más detalles» el certificado muestra su huella SHA-256: compárela y luego instálelo.',
  'trust.iphone.3': 'En Ajustes vaya a General, Información, Ajustes de confianza de los certificados, y active el certificado.',
  'trust.iphone.remove': 'en Ajustes vaya a General, VPN y gestión de dispositivos, toque el perfil y elimínelo.',
  'trust.system.android': 'Android',
  'trust.android.1': 'Toque «Descargar certificado».',
  'trust.android.2':
    'En Ajustes busque «certificado CA» (Seguridad, Cifrado y credenciales, Instalar un certificado). Android advierte sobre cualquier certificado así: elija «Instalar de todos modos».',
  'trust.android.3': 'Elija el archivo holdfast-ca.crt. En «Credenciales de confianza», «Usuario», muestra su huella SHA-256: compárela.',
  'trust.android.remove': 'en Ajustes busque «Credenciales de confianza», abra «Usuario», toque el certificado y elimínelo.',
  'trust.system.firefox': 'Firefox en Linux',
  'trust.firefox.1': 'En Windows, macOS y Android, Firefox confía en lo que confía el sistema: siga los pasos de allí.',
  'trust.firefox.2': 'En Linux abra Ajustes, Privacidad y seguridad, «Ver certificados…», «Autoridades», e importe el archivo.',
  'trust.firefox.3': 'Elija «Ver» y compare la huella SHA-256; luego marque «Confiar en esta CA para identificar sitios web».',
  'trust.firefox.remove': 'en la misma lista seleccione el certificado y elija «Eliminar o dejar de confiar…».',
  'trust.system.linux': 'Linux, y Chrome en Linux',
  'trust.linux.1': 'Comparar:',
  'trust.linux.2': 'Para los programas, en Debian y Ubuntu:',
  'trust.linux.3': 'En Fedora, Arch y openSUSE:',
  'trust.linux.4':
    'Chrome y Chromium: Configuración, Privacidad y seguridad, Seguridad, Gestionar certificados, e importe el archivo como autoridad para sitios web.',
  'trust.linux.remove':
    'elimine el archivo de la carpeta y ejecute la misma orden con «--fresh», o «trust anchor --remove»; en Chrome elimínelo de la lista.',
};
