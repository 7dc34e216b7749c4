/** Routes of the box's repository: its passphrase, its lock, its recovery kit. */
import * as z from 'zod';
import { KitPage, KitStatus, Status, UnlockMode } from '../contract/index.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { statusOf } from '../status.ts';

const Phrase = z.string().max(1_000);

export function repositoryRoutes(services: Services): Route[] {
  const { vault, kit } = services;
  return [
    route({
      method: 'POST',
      path: '/api/repository',
      access: 'admin',
      summary: 'Makes the repository',
      audit: { action: 'repository.made' },
      body: z.strictObject({ passphrase: Phrase, unlockMode: UnlockMode.optional() }),
      status: 201,
      answer: Status,
      async run({ body: { passphrase, unlockMode } }) {
        await vault.create(passphrase);
        if (unlockMode !== undefined) await vault.setUnlockMode(unlockMode);
        return await statusOf(services);
      },
    }),
    route({
      method: 'POST',
      path: '/api/repository/unlock',
      access: 'operator',
      summary: 'Opens the repository by its passphrase or the recovery key',
      audit: { action: 'repository.unlocked' },
      body: z.strictObject({ passphrase: Phrase }),
      answer: Status,
      async run({ body: { passphrase } }) {
        await vault.unlock(passphrase);
        return await statusOf(services);
      },
    }),
    route({
      method: 'PUT',
      path: '/api/repository/passphrase',
      access: 'admin',
      summary: 'Changes the passphrase; the recovery key serves in place of one that was forgotten',
      audit: { action: 'passphrase.changed' },
      body: z.strictObject({ old: Phrase, new: Phrase }),
      answer: Status,
      async run({ body }) {
        await vault.changePassphrase(body.old, body.new);
        return await statusOf(services);
      },
    }),
    route({
      method: 'GET',
      path: '/api/repository/kit',
      access: 'admin',
      summary: 'Tells of the recovery kit, never its key',
      answer: KitStatus,
      run: async () => kit.status,
    }),
    route({
      method: 'POST',
      path: '/api/repository/kit',
      access: 'admin',
      summary: 'Makes a recovery kit and shows it, once; needs the passphrase unless the repository was just made',
      audit: { action: 'kit.made' },
      body: z.strictObject({ passphrase: Phrase.optional() }),
      status: 201,
      answer: KitPage,
      run: ({ body }) => kit.make(body.passphrase),
    }),
    route({
      method: 'POST',
      path: '/api/repository/kit/confirm',
      access: 'admin',
      summary: 'Takes the groups of the recovery kit that were asked for, in the order they were asked',
      audit: { action: 'kit.confirmed' },
      body: z.strictObject({ groups: z.array(z.string().max(100)).max(20) }),
      answer: KitStatus,
      async run({ body }) {
        await kit.confirm(body.groups);
        return kit.status;
      },
    }),
  ];
}
