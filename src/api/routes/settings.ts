/** Routes of what the box is told to do: looking, changing, carrying away and bringing back. */
import { SettingsChange, SettingsFile, SettingsImport, SettingsView } from '../contract/index.ts';
import { QueryFlag } from '../contract/words.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { attachment } from '../transfer.ts';

export function settingsRoutes({ boxSettings }: Pick<Services, 'boxSettings'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/settings',
      access: 'viewer',
      summary: 'Tells the settings of the box',
      answer: SettingsView,
      run: () => boxSettings.now(),
    }),
    route({
      method: 'PATCH',
      path: '/api/settings',
      access: 'admin',
      summary: 'Changes settings; those that are not named stay. Fewer versions to keep removes none until the next clean-up',
      audit: { action: 'settings.changed', details: ({ body }) => namesIn(body) },
      body: SettingsChange,
      answer: SettingsView,
      run: ({ body }) => boxSettings.change(body),
    }),
    route({
      method: 'GET',
      path: '/api/settings/export',
      access: 'admin',
      summary: 'Gives the settings and the chosen folders as a file: no accounts, no secrets',
      answer: SettingsFile,
      async run({ ctx }) {
        const { settings, folders } = await boxSettings.carried();
        ctx.set('Content-Disposition', attachment('holdfast settings.json'));
        return { holdfast: 'settings' as const, version: 1 as const, settings, folders: [...folders] };
      },
    }),
    route({
      method: 'POST',
      path: '/api/settings/import',
      access: 'admin',
      summary: 'Takes the settings of such a file, and its folders that this box has; with preview=1 only tells what would change',
      query: { preview: QueryFlag },
      audit: { action: 'settings.imported', details: ({ body, query }) => ({ ...namesIn(body.settings), preview: query.preview }) },
      body: SettingsFile,
      answer: SettingsImport,
      run: ({ body, query: { preview } }) => (preview ? boxSettings.compare(body) : boxSettings.bring(body)),
    }),
  ];
}

function namesIn(change: SettingsChange): { settings: string[] } {
  return { settings: Object.keys(change) };
}
