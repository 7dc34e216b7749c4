/** Routes of the door: who comes in, goes out, and what they like. */
import type { Door, Me, Preferences } from '../../../src/api/contract/index.ts';
import { get, send } from './ask.ts';

export interface NamePassword {
  readonly name: string;
  readonly password: string;
}

export const doorApi = {
  look: () => get<Door>('/api/door'),
  claim: (code: string, admin: NamePassword) => send<Me>('POST', '/api/claim', { code, ...admin }),
  signIn: (who: NamePassword) => send<Me>('POST', '/api/session', who),
  signOut: () => send<Record<string, never>>('DELETE', '/api/session'),
  prefer: (preferences: Preferences) => send<Me>('PATCH', '/api/session/preferences', preferences),
};
