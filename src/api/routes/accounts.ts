/** Routes about accounts, their sessions and their API tokens. */
import * as z from 'zod';
import { Fault } from '../../base/index.ts';
import type { Account, ApiToken, Session } from '../../box/users/index.ts';
import type { Caller } from '../caller.ts';
import { AccountView, NewToken, Role, SessionView, TokenView } from '../contract/index.ts';
import { QueryFlag } from '../contract/words.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';

const DAY_MS = 86_400_000;
const params = { id: z.string().max(100) };
const Password = z.string().max(1_000);

export function accountRoutes({ users }: Services): Route[] {
  const accounts = async () => (await users.accounts.list()).map(viewAccount);
  const sessionsOf = async (caller: Caller, isAll: boolean) => {
    const found = await users.sessions.list(isAll && caller.role === 'admin' ? undefined : (caller.identity?.accountId ?? undefined));
    return found.map((session) => viewSession(session, caller));
  };
  const tokensOf = async (caller: Caller) => (await users.tokens.list(ownOf(caller).of)).map(viewToken);
  return [
    route({
      method: 'GET',
      path: '/api/accounts',
      access: 'admin',
      summary: 'Lists the accounts',
      answer: z.array(AccountView),
      run: accounts,
    }),
    route({
      method: 'POST',
      path: '/api/accounts',
      access: 'admin',
      summary: 'Adds an account',
      audit: { action: 'user.added', isEnteredBelow: true },
      body: z.strictObject({ name: z.string().max(200), role: Role, password: Password }),
      status: 201,
      answer: AccountView,
      run: async ({ body, caller }) => viewAccount(await users.add(body, caller!.actor)),
    }),
    route({
      method: 'PATCH',
      path: '/api/accounts/:id',
      access: 'admin',
      summary: "Changes an account's role or password; its sessions end",
      audit: { action: 'user.changed', isEnteredBelow: true, about: ({ params: { id } }) => id },
      params,
      body: z.strictObject({ role: Role.optional(), password: Password.optional() }),
      answer: AccountView,
      async run({ params: { id }, body: { role, password }, caller }) {
        if (password !== undefined) await users.resetPassword(id, password, caller!.actor);
        if (role !== undefined) await users.accounts.setRole(id, role, caller!.actor);
        return viewAccount(await users.accounts.get(id));
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/accounts/:id',
      access: 'admin',
      summary: 'Removes an account, with its sessions and API tokens',
      audit: { action: 'user.removed', isEnteredBelow: true, about: ({ params: { id } }) => id },
      params,
      answer: z.array(AccountView),
      async run({ params: { id }, caller }) {
        await users.accounts.remove(id, caller!.actor);
        return await accounts();
      },
    }),
    route({
      method: 'GET',
      path: '/api/sessions',
      access: 'viewer',
      summary: 'Lists the own sessions, or for an admin all',
      query: { all: QueryFlag },
      answer: z.array(SessionView),
      run: ({ query, caller }) => sessionsOf(caller!, query.all),
    }),
    route({
      method: 'DELETE',
      path: '/api/sessions/:id',
      access: 'viewer',
      summary: 'Ends a session; those of others only as an admin',
      audit: { action: 'session.ended', isEnteredBelow: true, about: ({ params: { id } }) => id },
      params,
      answer: z.array(SessionView),
      async run({ params: { id }, caller }) {
        await users.sessions.revoke(id, caller!.actor, ownOf(caller!));
        return await sessionsOf(caller!, true);
      },
    }),
    route({
      method: 'GET',
      path: '/api/tokens',
      access: 'viewer',
      summary: 'Lists the own API tokens, or for an admin all',
      answer: z.array(TokenView),
      run: ({ caller }) => tokensOf(caller!),
    }),
    route({
      method: 'POST',
      path: '/api/tokens',
      access: 'viewer',
      summary: 'Makes an API token, of no higher role than the own',
      audit: { action: 'token.added', isEnteredBelow: true },
      body: z.strictObject({ name: z.string().max(200), role: Role, days: z.number().int().min(1).max(3_650).nullable().default(null) }),
      status: 201,
      answer: NewToken,
      async run({ body: { days, ...wanted }, caller }) {
        if (caller!.by !== 'session') throw new Fault('role.insufficient', 'An API token is made by a person who signed in.');
        const expiresAt = days === null ? null : new Date(Date.now() + days * DAY_MS);
        const { token, secret } = await users.tokens.add({ ...wanted, accountId: caller!.identity!.accountId, expiresAt }, caller!.actor);
        return { token: viewToken(token), secret };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/tokens/:id',
      access: 'viewer',
      summary: 'Revokes an API token; those of others only as an admin',
      audit: { action: 'token.revoked', isEnteredBelow: true, about: ({ params: { id } }) => id },
      params,
      answer: z.array(TokenView),
      async run({ params: { id }, caller }) {
        await users.tokens.revoke(id, caller!.actor, ownOf(caller!));
        return await tokensOf(caller!);
      },
    }),
  ];
}

/** An admin may look at everybody's; others at their own. */
function ownOf({ role, identity }: Caller): { of?: string } {
  return role === 'admin' || !identity ? {} : { of: identity.accountId };
}

function viewAccount({ id, name, role, createdAt, lastSignInAt }: Account): AccountView {
  return { id, name, role, createdAt, lastSignInAt };
}

function viewSession({ id, accountName, address, userAgent, createdAt, usedAt }: Session, caller: Caller): SessionView {
  return { id, account: accountName, address, userAgent, createdAt, lastUsedAt: usedAt, isThis: caller.identity?.id === id };
}

function viewToken({ id, name, role, accountName, createdAt, usedAt, expiresAt }: ApiToken): TokenView {
  return { id, name, role, account: accountName, createdAt, lastUsedAt: usedAt, expiresAt };
}
