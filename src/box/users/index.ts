/** Accounts, sessions, API tokens, the claim of a new box, and the audit of all that was done. */
export type { NewAccount, PasswordChange } from './account-passwords.ts';
export type { Account, Accounts, Preferences } from './accounts.ts';
export { type Actor, atTheDoor, BOX, type Origin, type Via } from './actor.ts';
export type { ApiToken, ApiTokens, NewApiToken } from './api-tokens.ts';
export { Audit, type AuditEvent, type AuditQuery, type Verdict } from './audit.ts';
export { type AuditDetails, type AuditEntry, type AuditHead, canonicalJson, chainHash, type Outcome } from './chain.ts';
export type { Claim } from './claim.ts';
export type { Clock } from './clock.ts';
export type { PasswordOptions } from './passwords.ts';
export { can, ROLES, type Role } from './roles.ts';
export type { Session, Sessions } from './sessions.ts';
export type { SignedIn } from './sign-in.ts';
export { actorOf, type Credential, type Identity, Users, type UsersOptions } from './users.ts';
