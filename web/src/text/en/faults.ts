/** English: what went wrong, by the code of the fault. */
export const faults = {
  'fault.network': 'The box does not answer. Nothing was changed. Try again in a moment.',
  'fault.internal': 'The box made a mistake. Its log says more; your backups were not changed by it.',
  'fault.repository.password.wrong': 'This passphrase does not open the backups. Check capital letters and the keyboard layout.',
  'fault.snapshot.unknown': 'There is no such version.',
  'fault.store.full': 'The disk for the backups is full. What was backed up before is safe. Free some space, then try again.',
} as const;
