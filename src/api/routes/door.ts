/** Routes of the door: claiming the box, coming in, going out. */
import * as z from 'zod';
import { Fault } from '../../base/index.ts';
import type { SignedIn } from '../../box/users/index.ts';
import { type Caller, dropSession, originOf, sessionToken, setSession } from '../caller.ts';
import { Door, Me, Preferences } from '../contract/index.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';

const NamePassword = z.strictObject({ name: z.string().max(200), password: z.string().max(1_000) });
const Nothing = z.object({});

export function doorRoutes({ users, settings, version }: Services): Route[] {
  const meOf = async (caller: Caller): Promise<Me> => {
    const account = caller.identity && (await users.accounts.get(caller.identity.accountId));
    const preferences = Preferences.safeParse(account?.preferences ?? {});
    return { name: caller.name, role: caller.role, by: caller.by, preferences: preferences.data ?? {} };
  };
  const welcome = ({ account, token }: SignedIn, ctx: Parameters<typeof setSession>[0]): Me => {
    setSession(ctx, token);
    return { name: account.name, role: account.role, by: 'session', preferences: Preferences.safeParse(account.preferences).data ?? {} };
  };
  return [
    route({
      method: 'GET',
      path: '/api/door',
      access: 'anyone',
      summary: 'Tells whether the box has an owner, and who is signed in here',
      answer: Door,
      run: async ({ caller }) => ({
        box: await settings.boxName(),
        version,
        isClaimed: (await users.accounts.count()) > 0,
        me: caller ? await meOf(caller) : null,
      }),
    }),
    route({
      method: 'POST',
      path: '/api/claim',
      access: 'anyone',
      summary: 'Makes the first admin, by the code that the box shows',
      body: NamePassword.extend({ code: z.string().max(100) }),
      status: 201,
      answer: Me,
      run: async ({ ctx, body: { code, ...admin } }) => welcome(await users.claim.claim(code, admin, originOf(ctx)), ctx),
    }),
    route({
      method: 'POST',
      path: '/api/session',
      access: 'anyone',
      summary: 'Signs in',
      body: NamePassword,
      status: 201,
      answer: Me,
      run: async ({ ctx, body }) => welcome(await users.signIn(body, originOf(ctx)), ctx),
    }),
    route({
      method: 'GET',
      path: '/api/session',
      access: 'viewer',
      summary: 'Tells who is signed in',
      answer: Me,
      run: ({ caller }) => meOf(caller!),
    }),
    route({
      method: 'DELETE',
      path: '/api/session',
      access: 'viewer',
      summary: 'Signs out',
      answer: Nothing,
      async run({ ctx, caller }) {
        const token = sessionToken(ctx);
        if (token !== undefined) await users.sessions.signOut(token, caller!.actor);
        dropSession(ctx);
        return {};
      },
    }),
    route({
      method: 'PUT',
      path: '/api/session/password',
      access: 'viewer',
      summary: 'Changes the own password; sessions elsewhere end',
      body: z.strictObject({ old: z.string().max(1_000), new: z.string().max(1_000) }),
      answer: Me,
      async run({ body, caller }) {
        const { accountId, id } = identityOf(caller!);
        await users.changePassword(accountId, { old: body.old, password: body.new, keep: id }, caller!.actor);
        return await meOf(caller!);
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/session/preferences',
      access: 'viewer',
      summary: 'Chooses language and appearance',
      body: Preferences,
      answer: Me,
      async run({ body, caller }) {
        const { accountId } = identityOf(caller!);
        const { preferences } = await users.accounts.get(accountId);
        await users.accounts.setPreferences(accountId, { ...preferences, ...(body as Record<string, string>) });
        return await meOf(caller!);
      },
    }),
  ];
}

/** Throws Fault 'role.insufficient' where there is no account: an API token's owner is one, the socket is nobody. */
function identityOf({ identity, by }: Caller): NonNullable<Caller['identity']> {
  if (identity && by === 'session') return identity;
  throw new Fault('role.insufficient', 'This is for a person who signed in.');
}
