/** Routes of the audit. */
import type { AuditPage, AuditProof } from '../../../src/api/contract/index.ts';
import { get, queryOf } from './ask.ts';

export const AUDIT_EXPORT = '/api/audit/export';

export const auditApi = {
  list: (text: string, before: number | undefined, signal?: AbortSignal) =>
    get<AuditPage>(`/api/audit${queryOf({ text: text === '' ? undefined : text, before })}`, signal),
  proof: () => get<AuditProof>('/api/audit/proof'),
};
