/** Routes of the box's repository: making it, opening it, its recovery kit. */
import type { KitPage, KitStatus, ProtectedFolder, Status, UnlockMode } from '../../../src/api/contract/index.ts';
import { get, queryOf, send } from './ask.ts';

export const repositoryApi = {
  create: (passphrase: string, unlockMode: UnlockMode) => send<Status>('POST', '/api/repository', { passphrase, unlockMode }),
  /** By the passphrase or the recovery key. */
  unlock: (passphrase: string) => send<Status>('POST', '/api/repository/unlock', { passphrase }),
  kit: () => get<KitStatus>('/api/repository/kit'),
  /** Right after the repository was made no passphrase is needed. */
  makeKit: (passphrase: string | undefined) => send<KitPage>('POST', '/api/repository/kit', passphrase === undefined ? {} : { passphrase }),
  confirmKit: (groups: readonly string[]) => send<KitStatus>('POST', '/api/repository/kit/confirm', { groups }),
  folders: () => get<ProtectedFolder[]>('/api/protected'),
  choose: (folder: string) => send<ProtectedFolder[]>('POST', '/api/protected', { folder }),
  forget: (path: string) => send<ProtectedFolder[]>('DELETE', `/api/protected${queryOf({ path })}`),
};
