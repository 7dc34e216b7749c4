/** The verdict in one sentence, with a second one that says what it means. */
import { formatAgo, formatName } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import type { Verdict } from './judgement.ts';
import type { Proof } from './proofs.ts';

export interface Sentence {
  readonly sentence: string;
  readonly lead: string;
  readonly tone: 'green' | 'amber' | 'red' | 'plain';
}

export function sentenceOf(verdict: Verdict, now: Date): Sentence {
  const amber = (sentence: string, lead: string) => ({ sentence, lead, tone: 'amber' }) as const;
  switch (verdict.kind) {
    case 'protected': {
      const { path, lastCopyAt } = verdict.copy;
      const values = { proof: proofText(verdict.proof, now), place: formatName(path), when: formatAgo(lastCopyAt!, now) };
      return { sentence: t('home.sentence.protected'), lead: t('home.lead.protected', values), tone: 'green' };
    }
    case 'none':
    case 'running':
      return { sentence: t(`home.sentence.${verdict.kind}`), lead: t(`home.lead.${verdict.kind}`), tone: 'plain' };
    case 'damaged':
      return { sentence: t('home.sentence.damaged'), lead: t('home.lead.damaged'), tone: 'red' };
    case 'failed':
      return { sentence: t('home.sentence.failed'), lead: t('home.lead.failed'), tone: 'red' };
    case 'alarm':
    case 'partial':
      return amber(t(`home.sentence.${verdict.kind}`), t(`home.lead.${verdict.kind}`));
    case 'never': {
      const { folders } = verdict;
      const sentence =
        folders.length > 1
          ? t('home.sentence.never-many', { count: folders.length })
          : t('home.sentence.never', { folder: formatName(folders[0]!.path) });
      return amber(sentence, t('home.lead.never'));
    }
    case 'old': {
      const { path, lastTime } = verdict.folder;
      return amber(t('home.sentence.old', { when: formatAgo(lastTime!, now) }), t('home.lead.old', { folder: formatName(path) }));
    }
    case 'kit':
      return amber(t('home.sentence.kit', { when: formatAgo(verdict.freshest, now) }), t('home.lead.kit'));
    case 'unproven':
      return amber(t('home.sentence.done', { when: formatAgo(verdict.freshest, now) }), t('home.lead.done'));
    case 'only-here':
      return amber(t('home.sentence.only-here'), t('home.lead.only-here'));
    case 'old-copy':
      return amber(t('home.sentence.old-copy', { when: formatAgo(verdict.copy.lastCopyAt!, now) }), t('home.lead.old-copy'));
  }
}

export function proofText({ at, by }: Proof, now: Date): string {
  return t(`home.proof.${by}`, { when: formatAgo(at, now) });
}
