/** English: pages that say what this version can do and what to do instead today. */
export const guides = {
  'guide.can': 'What this version does',
  'guide.cannot': 'What it does not do',
  'guide.now': 'What you can do now',

  'machines.lead': 'The box protects the folders it can see itself.',
  'machines.can': 'It backs up any folder that is on its own disks or mounted on it, again and again, each time as a version of its own.',
  'machines.cannot': 'It does not look for other computers on the network, and fetches nothing from them by itself.',
  'machines.now.mount': 'Mount the shared folder of another computer on the box. From then on it is a folder like any other.',
  'machines.now.protect': 'Choose that folder under “Protect another folder”.',
  'machines.now.check':
    'Start a backup only while the folder is mounted: an empty mount point makes an empty version. Older versions stay untouched.',
  'machines.action': 'Protect another folder',

  'rescue.lead': 'A drive that fails or lost files gets one good chance. Do not use it up.',
  'rescue.stop': 'Leave the drive switched off',
  'rescue.stop.off':
    'Switch it off or unplug it. Every minute it runs can cost data, and an SSD may wipe deleted files by itself while it has power.',
  'rescue.stop.write': 'Write nothing to it: no new files, no installing, no formatting, no repair by the system.',
  'rescue.stop.noise': 'If it clicks, grinds or was dropped, do not start it again. Only a data recovery laboratory can open it safely.',
  'rescue.stop.open': 'Do not open it, freeze it or knock on it.',
  'rescue.cannot':
    'This version neither copies failing drives nor looks for deleted files. It can give back everything that was backed up.',
  'rescue.now.backup': 'Look under “Restore” first. What is in a version need not be rescued.',
  'rescue.now.copy': 'If there is no noise: copy the drive once, as a whole, to a larger one, with GNU ddrescue on another computer.',
  'rescue.now.search': 'Search only the copy, for example with TestDisk and PhotoRec. Put away the drive itself, labelled.',
  'rescue.now.lab': 'If the files are worth more than the cost of a laboratory, ask one before you try anything.',
  'rescue.action': 'Look into your backups',

  'offsite.lead': 'Fire, theft and lightning take the box and its disks together. One copy belongs somewhere else.',

  'continuity.lead': 'The box may be gone one day. Your files come back without it.',
  'continuity.can':
    'It stores backups in the open format of restic, version 2. The free program restic reads them on any computer, with the same passphrase.',
  'continuity.now.paper': 'Write down the passphrase and keep it away from the box, where a second person finds it.',
  'continuity.now.drill': 'Every three months, download a file you know from an old version and open it. That is the test that counts.',
  'continuity.now.print': 'Print this page and keep it with the passphrase.',
  'continuity.way': 'The way back without the box',
  'continuity.way.disk': 'Connect the disk that holds the backups to any computer. If you are told to format it, refuse.',
  'continuity.way.install': 'Install restic, version 0.14 or newer. It is free, for Windows, macOS and Linux.',
  'continuity.way.names': 'Here “repository” is the folder of that name on the disk, and “restored” is where your files shall go.',
  'offsite.cannot':
    'It does not notice by itself which disk was plugged in, brings no copy up to date by itself, keeps no calendar of who takes which disk away, reads no copy again, and copies to no cloud.',
  'continuity.cannot':
    'It does not measure how long a restore takes, and neither checks nor restores anything by itself. That is for you to ask for.',
} as const;
