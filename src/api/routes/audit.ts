/** Routes of the audit: what was done, by whom, and the proof that nothing of it was changed. */
import { Readable } from 'node:stream';
import { AuditPage, AuditProof } from '../contract/index.ts';
import { QueryNumber, QueryText } from '../contract/words.ts';
import { type Route, route } from '../route.ts';
import type { Services } from '../services.ts';
import { attachment, clientGone } from '../transfer.ts';

const PAGE_LENGTH = 50;

export function auditRoutes({ users: { audit } }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/audit',
      access: 'admin',
      summary: 'Lists what was done, newest first',
      query: { before: QueryNumber.optional(), limit: QueryNumber.default(PAGE_LENGTH), text: QueryText.default('') },
      answer: AuditPage,
      async run({ query: { before, limit, text } }) {
        const entries = await audit.list({ ...(before === undefined ? {} : { before }), limit, text });
        const last = entries.at(-1);
        return { entries, next: last === undefined || last.seq === 1 || entries.length < limit ? null : last.seq };
      },
    }),
    route({
      method: 'GET',
      path: '/api/audit/proof',
      access: 'admin',
      summary: 'Checks the chain of hashes of the whole audit',
      answer: AuditProof,
      async run({ ctx }) {
        const verdict = await audit.verify(undefined, clientGone(ctx));
        const { seq: entries, hash: head } = await audit.head();
        return verdict.kind === 'whole'
          ? { isWhole: true, entries, head, firstBroken: null }
          : { isWhole: false, entries, head, firstBroken: verdict.seq };
      },
    }),
    route({
      method: 'GET',
      path: '/api/audit/export',
      access: 'admin',
      summary: 'Gives the whole audit, one line of JSON an entry, with the hashes to check it by',
      answer: 'application/jsonl',
      async run({ ctx }) {
        ctx.set('Content-Disposition', attachment('holdfast audit.jsonl'));
        ctx.set('Content-Type', 'application/jsonl');
        ctx.body = Readable.from(audit.export(clientGone(ctx)));
        return undefined;
      },
    }),
  ];
}
