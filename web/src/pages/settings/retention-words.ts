/** How long versions are kept, in words. */
import type { SettingsView } from '../../../../src/api/contract/index.ts';
import { formatList } from '../../text/format.ts';
import { t } from '../../text/text.ts';

export type Retention = SettingsView['retention'];

const PERIODS = [
  ['daily', 'settings.retention.days'],
  ['weekly', 'settings.retention.weeks'],
  ['monthly', 'settings.retention.months'],
  ['yearly', 'settings.retention.years'],
] as const;

export function retentionWords(rules: Retention): string {
  const list = PERIODS.flatMap(([period, text]) => (rules?.[period] ? [t(text, { count: rules[period] })] : []));
  return list.length === 0 ? t('settings.retention.words.every') : t('settings.retention.words', { list: formatList(list) });
}
