/** Routes of settings, of people and their keys, and of what is public: the authority, the description of the API. */
import type {
  AccountView,
  Certificate,
  Me,
  NewToken,
  Role,
  SessionView,
  SettingsChange,
  SettingsFile,
  SettingsImport,
  SettingsView,
  Status,
  TokenView,
} from '../../../src/api/contract/index.ts';
import { get, send } from './ask.ts';

export const AUTHORITY_URL = '/api/certificate/ca.crt';
export const EXPORT_URL = '/api/settings/export';
export const OPENAPI_URL = '/api/openapi.json';

export const settingsApi = {
  settings: () => get<SettingsView>('/api/settings'),
  change: (change: SettingsChange) => send<SettingsView>('PATCH', '/api/settings', change),
  carried: () => get<SettingsFile>(EXPORT_URL),
  /** What the file would change. */
  preview: (file: unknown) => send<SettingsImport>('POST', '/api/settings/import?preview=1', file),
  bring: (file: unknown) => send<SettingsImport>('POST', '/api/settings/import', file),
  changePassphrase: (old: string, passphrase: string) => send<Status>('PUT', '/api/repository/passphrase', { old, new: passphrase }),
  changePassword: (old: string, password: string) => send<Me>('PUT', '/api/session/password', { old, new: password }),
  accounts: () => get<AccountView[]>('/api/accounts'),
  addAccount: (account: { name: string; role: Role; password: string }) => send<AccountView>('POST', '/api/accounts', account),
  changeAccount: (id: string, change: { role?: Role; password?: string }) => send<AccountView>('PATCH', `/api/accounts/${id}`, change),
  removeAccount: (id: string) => send<AccountView[]>('DELETE', `/api/accounts/${id}`),
  sessions: () => get<SessionView[]>('/api/sessions?all=1'),
  endSession: (id: string) => send<SessionView[]>('DELETE', `/api/sessions/${id}`),
  tokens: () => get<TokenView[]>('/api/tokens'),
  makeToken: (token: { name: string; role: Role; days: number | null }) => send<NewToken>('POST', '/api/tokens', token),
  revokeToken: (id: string) => send<TokenView[]>('DELETE', `/api/tokens/${id}`),
  certificate: () => get<Certificate>('/api/certificate'),
  openApi: () => get<unknown>(OPENAPI_URL),
};
