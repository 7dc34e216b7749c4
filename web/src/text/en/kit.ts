/** English: the recovery kit, on the screen and on paper. */
export const kit = {
  'kit.title': 'Recovery kit',
  'kit.lead': 'A sheet of paper whose key opens your backups on any computer, also when the box and the passphrase are gone.',
  'kit.open': 'Look after the recovery kit',
  'kit.new': 'Make a new one',
  'kit.state.none': 'There is no recovery kit that was typed back yet. Until then nothing counts as protected.',
  'kit.state.confirmed': 'The recovery kit of {made} (key number {fingerprint}) was typed back and opens the backups.',
  'kit.former': {
    one: '{count} key of a former kit still opens the backups. The box removes it when no job runs.',
    other: '{count} keys of former kits still open the backups. The box removes them when no job runs.',
  },
  'kit.confirmed': 'The recovery kit is there.',

  'kit.make.title': 'Make the recovery kit',
  'kit.make.lead': 'The kit is shown once. Print it or save it outside the box, then type some of its groups back.',
  'kit.make.before': 'The kit from before opens the backups until the new one is typed back.',
  'kit.make.passphrase': 'The new key opens all backups, so the box asks for the passphrase, or the key of the kit from before.',
  'kit.make.passphrase.first': 'The new key opens all backups, so the box asks for the passphrase.',
  'kit.make.action': 'Make the recovery kit',
  'kit.make.working': 'Making it …',

  'kit.sheet.title': 'Recovery kit of a Holdfast box',
  'kit.sheet.lead':
    'With this key all backups of the box can be read. Keep it apart from the box and its disks, where a second person finds it.',
  'kit.sheet.box': 'Box',
  'kit.sheet.made': 'Made on',
  'kit.sheet.location': 'Where the backups lie on the box',
  'kit.sheet.fingerprint': 'Key number',
  'kit.sheet.repository': 'Repository',
  'kit.sheet.key': 'The key',
  'kit.sheet.key.hint':
    'To be typed as a password in this order, in capital letters, with a dash between the groups and without the small numbers.',
  'kit.sheet.qr': 'QR code that holds the key',
  'kit.sheet.way': 'The way back without the box',
  'kit.sheet.way.disk': 'Connect a disk that holds the backups to any computer. If you are told to format it, refuse.',
  'kit.sheet.way.restic':
    'Install restic, version 0.14 or newer: it is free. It asks for the key as a password. Put in place of the folder after -r where the backups lie on that computer.',
  'kit.sheet.places': 'Where the disks are (to be filled in by hand)',
  'kit.sheet.keep':
    'A lost kit is no harm as long as nobody finds it together with a disk. If in doubt, make a new one: the old key then opens nothing more.',
  'kit.command.list': 'First list the versions, each with its ID; this changes nothing:',
  'kit.command.restore':
    'Then restore the newest version of each folder by its ID from the list, in place of “ID”, into the folder “restored”. Those tagged holdfast-box hold the box’s own memory, not your files:',
  'kit.command.check': 'Check that everything can be read:',

  'kit.keep.title': 'Print or save the recovery kit',
  'kit.keep.lead':
    'It is shown this once: it goes away when you leave this page. A file belongs on another device than the box, best on none that others use.',
  'kit.print': 'Print',
  'kit.save': 'Save as a text file',
  'kit.have-it': 'I have it: type groups back',

  'kit.back.title': 'Type groups of the kit back',
  'kit.back.lead': 'From the paper or the file, not from memory: only so is it certain that it is there and legible.',
  'kit.back.which': 'It is the kit of {made} with the key number {fingerprint}.',
  'kit.back.group': 'Group {number}',
  'kit.back.action': 'Compare',
  'kit.back.again': 'Show the sheet again',
  'kit.back.lost': 'I do not have it: make a new one',
  'kit.back.tries': { one: '{count} try is left.', other: '{count} tries are left.' },
} as const;
