/** Routes about the box itself: its status, its events, its folders. */
import * as z from 'zod';
import { listFolders } from '../../services/protect/index.ts';
import type { Caller } from '../caller.ts';
import { FolderChoice, ProtectedFolder, Status } from '../contract/index.ts';
import { QueryFlag, QueryText } from '../contract/words.ts';
import type { EventLog } from '../event-log.ts';
import { lastSeen, sendEvents } from '../events.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { statusOf } from '../status.ts';
import { clientGone } from '../transfer.ts';
import { viewProtected } from '../views.ts';

const ProtectedFolders = z.array(ProtectedFolder).readonly();

export function boxRoutes(services: Services, events: EventLog): Route[] {
  const { protect, vault, stopping } = services;
  const folders = () => viewProtected(protect, vault.status.repository);
  return [
    route({
      method: 'GET',
      path: '/api/status',
      access: 'viewer',
      summary: 'Tells how the box is',
      answer: Status,
      run: () => statusOf(services),
    }),
    route({
      method: 'GET',
      path: '/api/events',
      access: 'viewer',
      summary: 'Follows the box by server-sent events: `status` carries a Status, first of all; `job` carries a Job that changed',
      answer: 'text/event-stream',
      async run({ ctx, caller }) {
        const gone = new AbortController();
        const end = AbortSignal.any([clientGone(ctx), stopping, gone.signal]);
        end.addEventListener('abort', () => gone.abort(), { once: true });
        const isLetIn = () => mayStay(services, caller!);
        await sendEvents(ctx, events.follow(lastSeen(ctx), gone.signal), { gone, isLetIn });
        return undefined;
      },
    }),
    route({
      method: 'GET',
      path: '/api/folders',
      access: 'operator',
      summary: 'Shows the folders of the box, to choose one from',
      query: { path: QueryText.optional(), hidden: QueryFlag },
      answer: FolderChoice,
      run: ({ query }) => listFolders(query.path, { hidden: query.hidden }),
    }),
    route({
      method: 'GET',
      path: '/api/protected',
      access: 'viewer',
      summary: 'Lists the folders under protection: those never backed up first, then the freshest',
      answer: ProtectedFolders,
      run: folders,
    }),
    route({
      method: 'POST',
      path: '/api/protected',
      access: 'operator',
      summary: 'Puts a folder under protection, without backing it up yet',
      audit: { action: 'folder.chosen', about: ({ body }) => body.folder },
      body: z.strictObject({ folder: z.string() }),
      status: 201,
      answer: ProtectedFolders,
      async run({ body }) {
        await protect.choose(body.folder);
        return await folders();
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/protected',
      access: 'operator',
      summary: 'Takes a folder without a version off the list',
      audit: { action: 'folder.forgotten', about: ({ query }) => query.path },
      query: { path: QueryText.default('') },
      answer: ProtectedFolders,
      async run({ query }) {
        await protect.forget(query.path);
        return await folders();
      },
    }),
  ];
}

/** Whether the session or token of an open stream still holds; asking is no use of it that would keep it alive. */
async function mayStay({ users }: Services, { identity }: Caller): Promise<boolean> {
  if (!identity) return true;
  const { kind, id, accountId } = identity;
  const held = kind === 'session' ? await users.sessions.list(accountId) : await users.tokens.list(accountId);
  return held.some((each) => each.id === id);
}
