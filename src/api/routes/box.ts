/** Routes about the box itself: its status, its events, its folders. */
import { listFolders } from '../../services/protect/index.ts';
import { FolderChoice, Status } from '../contract/index.ts';
import { QueryFlag, QueryText } from '../contract/words.ts';
import { type StatusEvent, sendEvents } from '../events.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { clientGone } from '../transfer.ts';

export function boxRoutes({ protect, stopping }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/status',
      access: 'viewer',
      summary: 'Tells how the box is',
      answer: Status,
      run: async () => protect.status,
    }),
    route({
      method: 'GET',
      path: '/api/events',
      access: 'viewer',
      summary: 'Follows the box: server-sent events, each `status` carries a Status',
      answer: 'text/event-stream',
      async run({ ctx }) {
        const gone = AbortSignal.any([clientGone(ctx), stopping]);
        await sendEvents(ctx, statusEvents(protect, gone), gone);
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
  ];
}

/** The id tells both a later status and another start of the box apart. */
async function* statusEvents(protect: Services['protect'], gone: AbortSignal): AsyncGenerator<StatusEvent> {
  for await (const { version, value } of protect.watch(gone))
    yield { id: `${Math.round(performance.timeOrigin)}-${version}`, status: value };
}
