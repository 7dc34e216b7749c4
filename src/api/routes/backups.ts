/** Routes that protect: the repository, its passphrase, backups. */
import * as z from 'zod';
import { ProblemList, ProtectedFolder, Run, Status } from '../contract/index.ts';
import { QueryText } from '../contract/words.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { startOf } from '../views.ts';

const Passphrase = z.strictObject({ passphrase: z.string() });
const ProtectedFolders = z.array(ProtectedFolder).readonly();

export function backupRoutes({ protect }: Services): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/repository',
      access: 'admin',
      summary: 'Makes the repository',
      body: Passphrase,
      status: 201,
      answer: Status,
      async run({ body }) {
        await protect.create(body.passphrase);
        return protect.status;
      },
    }),
    route({
      method: 'POST',
      path: '/api/repository/unlock',
      access: 'operator',
      summary: 'Opens the repository',
      body: Passphrase,
      answer: Status,
      async run({ body }) {
        await protect.unlock(body.passphrase);
        return protect.status;
      },
    }),
    route({
      method: 'GET',
      path: '/api/protected',
      access: 'viewer',
      summary: 'Lists the folders under protection: chosen, or in snapshots; those never backed up first, then the freshest',
      answer: ProtectedFolders,
      run: () => viewFolders(protect),
    }),
    route({
      method: 'DELETE',
      path: '/api/protected',
      access: 'operator',
      summary: 'Takes a folder without a version off the list',
      query: { path: QueryText.default('') },
      answer: ProtectedFolders,
      async run({ query }) {
        await protect.forget(query.path);
        return await viewFolders(protect);
      },
    }),
    route({
      method: 'POST',
      path: '/api/backups',
      access: 'operator',
      summary: 'Starts a backup',
      body: z.strictObject({ folder: z.string() }),
      status: 202,
      answer: Run,
      run: ({ body }) => protect.start(body.folder),
    }),
    route({
      method: 'GET',
      path: '/api/backups/:run/problems',
      access: 'viewer',
      summary: 'Tells what a backup could not save as it is',
      params: { run: z.string() },
      answer: ProblemList,
      async run({ params }) {
        const { current, recent } = protect.status;
        const run = [current, ...recent].find((each) => each?.id === params.run);
        return run ? { problems: protect.problemsOf(run.id), count: run.problemCount } : undefined;
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/backups/current',
      access: 'operator',
      summary: 'Cancels the backup that runs',
      status: 202,
      answer: Run,
      run: async () => protect.cancel(),
    }),
  ];
}

async function viewFolders(protect: Services['protect']): Promise<ProtectedFolder[]> {
  const folders = await protect.folders();
  return folders.map((folder) => ({ ...folder, start: startOf(folder.path), leftOut: protect.leftOutOf(folder.path) }));
}
