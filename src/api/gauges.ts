/** What the box says of itself in figures, at the time of asking. */
import type { Gauge } from './metrics.ts';
import type { Services } from './services.ts';

export async function gaugesOf({ protect, vault, jobs, version }: Services): Promise<Gauge[]> {
  const { repository } = vault.status;
  const lastBackups = repository === 'open' ? await protect.folders() : [];
  return [
    { name: 'holdfast_info', help: 'The version of the box.', values: [{ labels: { version }, value: 1 }] },
    { name: 'holdfast_repository_open', help: 'Whether the backups are unlocked.', values: [{ value: repository === 'open' ? 1 : 0 }] },
    {
      name: 'holdfast_jobs',
      help: 'Jobs that have not ended, by kind and state.',
      values: [...Map.groupBy(jobs.active, ({ kind, state }) => `${kind} ${state}`)].map(([, group]) => ({
        labels: { kind: group[0]!.kind, state: group[0]!.state },
        value: group.length,
      })),
    },
    {
      name: 'holdfast_folder_last_backup_seconds',
      help: 'When the last complete backup of a folder ended, in seconds of Unix time; 0 is never.',
      values: lastBackups.map(({ path, lastTime }) => ({
        labels: { folder: path },
        value: lastTime === null ? 0 : Date.parse(lastTime) / 1000,
      })),
    },
  ];
}
