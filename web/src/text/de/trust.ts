/** German: the page that helps a device to trust the box. */
import type { trust as source } from '../en/trust.ts';
import type { Translated } from '../texts.ts';

export const trust: Translated<typeof source> = {
  'trust.link': 'Der Browser warnt vor dieser Box? So lernt ein Gerät, ihr zu vertrauen',
  'trust.title': 'Dieser Box vertrauen',
  'trust.lead':
    'Browser warnen vor dieser Box, weil keine öffentliche Stelle für eine Box zu Hause bürgen kann. Deshalb hat die Box eine eigene Zertifizierungsstelle. Vertraut ein Gerät ihr, verschwindet die Warnung, und niemand im Netz kann mithören oder sich für die Box ausgeben.',
  'trust.compare': 'Fingerabdruck vergleichen',
  'trust.compare.lead':
    'Das muss der Fingerabdruck sein, den die Box selbst beim Start ausgegeben hat. Wenn nicht: aufhören, denn jemand steht zwischen Ihnen und der Box.',
  'trust.compare.file':
    'Diese Seite kommt über dasselbe Netz. Wo ein Gerät den SHA-256-Fingerabdruck der geladenen Datei zeigt, bitte diesen vergleichen.',
  'trust.fingerprint': 'SHA-256-Fingerabdruck',
  'trust.valid': 'Gültig bis {date}.',
  'trust.download': 'Zertifikat herunterladen',
  'trust.download.lead': 'Eine kleine Datei, holdfast-ca.crt. Sie ist öffentlich und enthält kein Geheimnis.',
  'trust.download.action': 'Zertifikat laden',
  'trust.install': 'Dem Gerät sagen, dass es ihm vertrauen soll',
  'trust.install.lead': 'Die Menüs heißen in jeder Version etwas anders.',
  'trust.open': 'Die Box über https öffnen',
  'trust.open.lead': 'Browser schließen, neu öffnen und diese Adresse aufrufen. Die Warnung ist dann weg.',
  'trust.open.none': 'Die Box antwortet gerade nicht über https. Dazu muss sie ohne „--https-port off“ gestartet werden.',
  'trust.names': 'Namen und Adressen, für die es bürgt',
  'trust.harmless': 'Warum das harmlos ist',
  'trust.harmless.text':
    'Das Zertifikat sagt selbst, wofür es gilt: für Namen, die es nur zu Hause gibt (.local, .lan, .home, .internal, localhost und Namen, die dieser Box gegeben wurden), und für private Adressen. Geräte halten sich daran. Selbst wer die Box stiehlt, könnte sich damit nicht als Bank, Laden oder Postfach ausgeben.',
  'trust.remove': 'Wann es entfernt werden sollte',
  'trust.remove.text':
    'Wenn die Box gestohlen, weitergegeben oder entsorgt wurde: Der Schlüssel ihrer Zertifizierungsstelle war darin. Wie es geht, steht oben bei jedem System.',
  'trust.remove.label': 'Entfernen:',
  'trust.system.windows': 'Windows',
  'trust.windows.1':
    'Vergleichen: PowerShell im Ordner der Datei öffnen und dies ausführen. Der Fingerabdruck erscheint ohne Doppelpunkte.',
  'trust.windows.2': 'Die Datei holdfast-ca.crt öffnen, „Zertifikat installieren…“ und dann „Aktueller Benutzer“ wählen.',
  'trust.windows.3':
    '„Alle Zertifikate in folgendem Speicher speichern“ wählen, dann „Durchsuchen…“ und „Vertrauenswürdige Stammzertifizierungsstellen“.',
  'trust.windows.4':
    'Fertigstellen und die Sicherheitswarnung bejahen. Sie zeigt einen anderen, kürzeren Fingerabdruck; der lange ist schon verglichen.',
  'trust.windows.remove':
    '„certmgr.msc“ ausführen, „Vertrauenswürdige Stammzertifizierungsstellen“ öffnen und das Zertifikat löschen, das mit „Holdfast“ beginnt.',
  'trust.system.macos': 'macOS',
  'trust.macos.1': 'Die Datei holdfast-ca.crt öffnen. Die Schlüsselbundverwaltung nimmt sie in den Schlüsselbund „Anmeldung“ auf.',
  'trust.macos.2': 'Auf das Zertifikat doppelklicken, das mit „Holdfast“ beginnt. Am Ende steht der SHA-256-Fingerabdruck: vergleichen.',
  'trust.macos.3':
    '„Vertrauen“ aufklappen und bei „Bei Verwendung dieses Zertifikats“ die Option „Immer vertrauen“ wählen. Fenster schließen und das Passwort eingeben.',
  'trust.macos.remove': 'Schlüsselbundverwaltung öffnen, das Zertifikat auswählen und löschen.',
  'trust.system.iphone': 'iPhone und iPad',
  'trust.iphone.1': 'Diese Seite in Safari öffnen, „Zertifikat laden“ antippen und das Laden erlauben.',
  'trust.iphone.2':
    'In den Einstellungen „Profil geladen“ antippen. Unter „Weitere Details“ zeigt das Zertifikat seinen SHA-256-Fingerabdruck: vergleichen, dann installieren.',
  'trust.iphone.3':
    'In den Einstellungen zu „Allgemein“, „Info“, „Zertifikatsvertrauenseinstellungen“ gehen und das Zertifikat einschalten.',
  'trust.iphone.remove': 'In den Einstellungen unter „Allgemein“, „VPN und Geräteverwaltung“ das Profil antippen und entfernen.',
  'trust.system.android': 'Android',
  'trust.android.1': '„Zertifikat laden“ antippen.',
  'trust.android.2':
    'In den Einstellungen nach „CA-Zertifikat“ suchen (Sicherheit, Verschlüsselung und Anmeldedaten, Zertifikat installieren). Android warnt vor jedem solchen Zertifikat: „Trotzdem installieren“ wählen.',
  'trust.android.3':
    'Die Datei holdfast-ca.crt wählen. Unter „Vertrauenswürdige Anmeldedaten“, „Nutzer“ steht ihr SHA-256-Fingerabdruck: vergleichen.',
  'trust.android.remove':
    'In den Einstellungen nach „Vertrauenswürdige Anmeldedaten“ suchen, „Nutzer“ öffnen, das Zertifikat antippen und entfernen.',
  'trust.system.firefox': 'Firefox unter Linux',
  'trust.firefox.1':
    'Unter Windows, macOS und Android vertraut Firefox dem, was das System für vertrauenswürdig hält: dort den Schritten folgen.',
  'trust.firefox.2':
    'Unter Linux „Einstellungen“, „Datenschutz & Sicherheit“, „Zertifikate anzeigen…“, „Zertifizierungsstellen“ öffnen und die Datei importieren.',
  'trust.firefox.3':
    '„Ansicht“ wählen und den SHA-256-Fingerabdruck vergleichen, dann „Dieser CA vertrauen, um Websites zu identifizieren“ ankreuzen.',
  'trust.firefox.remove': 'In derselben Liste das Zertifikat auswählen und „Löschen oder Vertrauen entziehen…“ wählen.',
  'trust.system.linux': 'Linux, und Chrome unter Linux',
  'trust.linux.1': 'Vergleichen:',
  'trust.linux.2': 'Für Programme, unter Debian und Ubuntu:',
  'trust.linux.3': 'Unter Fedora, Arch und openSUSE:',
  'trust.linux.4':
    'Chrome und Chromium: „Einstellungen“, „Datenschutz und Sicherheit“, „Sicherheit“, „Zertifikate verwalten“, und die Datei als Zertifizierungsstelle für Websites importieren.',
  'trust.linux.remove':
    'Die Datei aus dem Ordner löschen und denselben Befehl mit „--fresh“ ausführen, oder „trust anchor --remove“; in Chrome aus der Liste löschen.',
};
