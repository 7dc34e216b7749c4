/** German: pages that say what this version can do and what to do instead today. */
import type { guides as source } from '../en/guides.ts';
import type { Translated } from '../texts.ts';

export const guides: Translated<typeof source> = {
  'guide.can': 'Was diese Version kann',
  'guide.cannot': 'Was sie nicht kann',
  'guide.now': 'Was Sie jetzt tun können',

  'machines.lead': 'Die Box schützt die Ordner, die sie selbst sehen kann.',
  'machines.can':
    'Sie sichert jeden Ordner, der auf ihren eigenen Platten liegt oder bei ihr eingehängt ist, beliebig oft und jedes Mal als eigene Version.',
  'machines.cannot': 'Sie sucht keine anderen Computer im Netz und holt von dort nichts von selbst ab.',
  'machines.now.mount':
    'Hängen Sie den freigegebenen Ordner eines anderen Computers auf der Box ein. Ab dann ist er ein Ordner wie jeder andere.',
  'machines.now.protect': 'Wählen Sie diesen Ordner unter „Weiteren Ordner schützen“.',
  'machines.now.check':
    'Starten Sie eine Sicherung nur, solange der Ordner eingehängt ist: Ein leerer Einhängepunkt ergibt eine leere Version. Ältere Versionen bleiben unberührt.',
  'machines.action': 'Weiteren Ordner schützen',

  'rescue.lead': 'Ein sterbendes Laufwerk oder gelöschte Dateien: Dafür gibt es meist nur einen guten Versuch. Verspielen Sie ihn nicht.',
  'rescue.stop': 'Lassen Sie das Laufwerk ausgeschaltet',
  'rescue.stop.off':
    'Schalten Sie es aus oder ziehen Sie es ab. Jede Minute Betrieb kann Daten kosten, und eine SSD kann gelöschte Dateien endgültig tilgen, solange sie Strom hat.',
  'rescue.stop.write':
    'Schreiben Sie nichts darauf: keine neuen Dateien, keine Installation, kein Formatieren, keine Reparatur durch das System.',
  'rescue.stop.noise':
    'Klickt oder schleift es, oder ist es heruntergefallen, dann starten Sie es nicht noch einmal. Nur ein Datenrettungslabor kann es gefahrlos öffnen.',
  'rescue.stop.open': 'Öffnen Sie es nicht, frieren Sie es nicht ein und klopfen Sie nicht darauf.',
  'rescue.cannot':
    'Diese Version kopiert weder defekte Laufwerke, noch sucht sie gelöschte Dateien. Zurückgeben kann sie alles, was gesichert wurde.',
  'rescue.now.backup': 'Schauen Sie zuerst unter „Wiederherstellen“ nach. Was in einer Version liegt, muss nicht gerettet werden.',
  'rescue.now.copy':
    'Ist nichts zu hören: Kopieren Sie das Laufwerk ein einziges Mal und als Ganzes auf ein größeres, mit GNU ddrescue an einem anderen Computer.',
  'rescue.now.search': 'Suchen Sie nur in der Kopie, etwa mit TestDisk und PhotoRec. Legen Sie das Laufwerk selbst beschriftet beiseite.',
  'rescue.now.lab': 'Sind die Dateien mehr wert als die Kosten eines Labors, dann fragen Sie dort, bevor Sie irgendetwas versuchen.',
  'rescue.action': 'In die Sicherungen schauen',

  'offsite.lead': 'Feuer, Diebstahl und Blitzschlag treffen die Box und ihre Platten zugleich. Eine Kopie gehört an einen anderen Ort.',

  'continuity.lead': 'Eines Tages kann die Box fort sein. Ihre Dateien kommen auch ohne sie zurück.',
  'continuity.can':
    'Sie speichert Sicherungen im offenen Format von restic, Version 2. Das freie Programm restic liest sie auf jedem Computer, mit derselben Passphrase.',
  'continuity.now.paper':
    'Schreiben Sie die Passphrase auf und verwahren Sie sie getrennt von der Box, wo auch eine zweite Person sie findet.',
  'continuity.now.drill':
    'Laden Sie alle drei Monate eine vertraute Datei aus einer alten Version herunter und öffnen Sie sie. Auf diese Probe kommt es an.',
  'continuity.now.print': 'Drucken Sie diese Seite und legen Sie sie zur Passphrase.',
  'continuity.way': 'Der Weg zurück ohne die Box',
  'continuity.way.disk':
    'Schließen Sie die Platte mit den Sicherungen an einen beliebigen Computer an. Will er sie formatieren, lehnen Sie ab.',
  'continuity.way.install': 'Installieren Sie restic, Version 0.14 oder neuer. Es ist frei, für Windows, macOS und Linux.',
  'continuity.way.names':
    'Hier steht „repository“ für den gleichnamigen Ordner auf der Platte und „restored“ für den Ort, an den Ihre Dateien sollen.',
  'offsite.cannot':
    'Sie merkt nicht von selbst, welche Platte angesteckt wurde, erneuert keine Kopie von selbst, führt keinen Kalender, wer wann welche Platte mitnimmt, liest keine Kopie noch einmal und kopiert in keine Cloud.',
  'continuity.cannot':
    'Sie misst nicht, wie lange eine Wiederherstellung dauert, und sie prüft nichts und stellt nichts von selbst wieder her. Darum müssen Sie bitten.',
};
