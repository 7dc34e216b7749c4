/**
 * What a person at the command line can do about a failure, by its code. Completes the failure's own sentence, which says what happened;
 * codes whose sentence says all of it are not here.
 */
import type { FaultCode } from '../base/index.ts';

export const FAULT_ADVICE: Partial<Record<FaultCode, string>> = {
  'backup.source.missing':
    'No snapshot was made; earlier ones are untouched. Check the path, and whether the disk is plugged in and mounted.',
  'backup.source.unreadable': 'No snapshot was made; earlier ones are untouched. Check the permissions, or run as a user who may read it.',
  'kernel.missing': 'Nothing was read or written. Run scripts/setup to build the kernels.',
  'repository.blob.missing':
    '`holdfast check` shows all that is affected. `holdfast repair index` finds it if only the index is lost; else a backup of files that still exist heals it.',
  'repository.damaged':
    'Nothing was changed. `holdfast check --read-data` shows all that is affected. `holdfast repair index` mends a damaged index file, `holdfast repair --help` says what helps the rest; look at the health of the disk, too.',
  'repository.unopenable':
    'Nothing was changed, and what is backed up may well be whole. `config` and the files in `keys` are small: bring the file back from another copy of this same repository. If only one key is damaged, the password of another one still opens it.',
  'repository.key.last': '`holdfast key passwd` replaces the key in use.',
  'repository.key.unknown': '`holdfast key list` shows the keys.',
  'repository.locked': 'Nothing was changed. Reading commands go on with --no-lock.',
  'repository.password.wrong': 'Check that it is the password of this repository.',
  'restore.target.full':
    'The snapshot is untouched; what was restored so far is whole. Make room, or choose another folder, and run the command again.',
  'restore.target.occupied': 'Nothing there was overwritten. Choose an empty folder, or say --overwrite always.',
  'restore.target.unwritable': 'The snapshot is untouched. Choose a folder that can be written, with enough room.',
  'snapshot.ambiguous': '`holdfast snapshots` shows the ids.',
  'snapshot.last': 'Add a rule such as --keep-last 1, or say --unsafe-allow-remove-all.',
  'snapshot.unknown': '`holdfast snapshots` shows what there is.',
  'snapshot.path.unknown': '`holdfast ls` shows what the snapshot holds; odd names are typed as ls prints them, with the quotes.',
  'store.unreachable': 'What is in the repository stays as it was. Check the disk and its connection, then run the command again.',
};

/** The same for what a box answers: it is not the command line's repository. */
export const BOX_ADVICE: Partial<Record<FaultCode, string>> = {
  'backup.source.missing':
    'Nothing was saved; earlier versions are untouched. Check the path, and whether the disk is plugged in and mounted.',
  'box.absent': 'Nothing was asked of it. A box that runs elsewhere is named by --url, one with another state folder by --state.',
  'box.gone':
    '`holdfast box status` shows whether it is back. Jobs go on by themselves when it starts again, but for a restore, which waits to be asked.',
  'box.refused': 'Run the command as the user that the box runs as, or by --url with an API token.',
  'box.untrusted': 'Nothing was sent. Compare with the fingerprint that the box prints at its start.',
  'job.unknown': '`holdfast box jobs` shows them.',
  'repository.absent': '`holdfast box init` makes it.',
  'repository.closed': '`holdfast box unlock` opens it.',
  'restore.target.full':
    'The version is untouched; what was restored so far is whole. Make room and order it again, or choose another folder.',
  'session.absent':
    'An API token is given by --token-file or HOLDFAST_TOKEN_FILE; the page makes one, and so does `holdfast box tokens add`.',
  'snapshot.unknown': '`holdfast box snapshots` shows what there is.',
};
