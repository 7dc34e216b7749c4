/** English: what went wrong, by the code of the fault. */
export const faults = {
  'fault.network': 'The box does not answer. Nothing was changed. Try again in a moment.',
  'fault.internal': 'The box made a mistake. Its log says more; your backups were not changed by it.',
  'fault.repository.password.wrong': 'This passphrase does not open the backups. Check capital letters and the keyboard layout.',
  'fault.snapshot.path.unknown': 'This version does not hold this folder or file. Look into another version, or start at its beginning.',
  'fault.snapshot.unknown': 'There is no such version.',
  'fault.store.full': 'The disk for the backups is full. What was backed up before is safe. Free some space, then try again.',
  'fault.store.nearly-full':
    'The disk that holds the backups is almost full. When it is full, backups fail. Free some space, or let the box remove old versions.',
  'fault.store.unreachable':
    'The disk that holds the backups does not answer. What is stored on it is not changed by that. Look whether it is connected and switched on.',
  'fault.session.absent': 'You are not signed in any more. Nothing was changed. Sign in, then do it again.',
  'fault.role.insufficient': 'Your account may not do this. Nothing was changed. Ask an administrator of the box.',
  'fault.claim.refused': 'This is not the code that the box shows. Nothing was changed. After each start it shows a new one.',
  'fault.claim.closed': 'Somebody has made this box theirs already. Sign in, or ask them for an account.',
  'fault.signin.refused': 'The name or the password is wrong. Check capital letters and the keyboard layout.',
  'fault.signin.wait': 'There were too many wrong tries.',
  'fault.account.name': 'A name has 1 to 64 visible characters. Nothing was changed.',
  'fault.password.weak':
    'This password is too easy to guess: it is short, very common, or your name. Nothing was changed. Choose another one.',
  'fault.passphrase.short': 'This passphrase is too short. Nothing was changed. Choose a longer one.',
  'fault.passphrase.missing': 'The box asks for the passphrase first. Nothing was changed.',
  'fault.repository.exists': 'The box has a place for backups already. Nothing was changed. Load this page again.',
  'fault.backup.source.missing':
    'The folder is not there (any more). What was backed up before is safe. Choose another folder, or bring it back and try again.',
  'fault.backup.source.unreadable': 'The box may not read this folder. Nothing was changed. Give it access, or choose another folder.',
  'fault.kit.wrong':
    'These are not the groups of the recovery kit. Your backups are not touched. Compare them with the paper: the small number stands before each group.',
  'fault.kit.void': 'The groups were wrong too often, so this kit no longer counts. Nothing is lost: make a new one, with the passphrase.',
  'fault.kit.absent': 'No recovery kit waits to be typed back. Nothing is lost: make a new one.',
  'fault.job.unknown': 'There is no such job any more. Old ones are cleared away after a while.',
  'fault.job.ended': 'This job has ended already. Nothing was changed.',
  'fault.job.stopping': 'This job is still stopping. Wait a moment, then try again.',
} as const;
