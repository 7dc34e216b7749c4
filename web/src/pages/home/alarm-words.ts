/** Alarms of the box in words: by a text of the tables where there is one, else by the box's own. */
import type { Status } from '../../../../src/api/contract/index.ts';
import { formatName, formatPercent } from '../../text/format.ts';
import { hasText, type PlainKey, t } from '../../text/text.ts';

export type Alarm = Status['alarms'][number];

export function alarmText({ code, detail, details }: Alarm): string {
  if (code === 'catalog.damaged' || code === 'continuity.failed') return t(`home.need.alarm.${code}`);
  const percent = details?.percent;
  if (code === 'store.nearly-full' && typeof percent === 'number')
    return t('home.need.alarm.store.nearly-full', { percent: formatPercent(percent / 100) });
  const key = `fault.${code}`;
  // Only texts that need no values: an alarm tells few.
  return isAboutStore({ code }) && hasText(key) ? t(key as PlainKey) : formatName(detail);
}

/** Whether old versions may make room. */
export function isAboutRoom({ code }: Alarm): boolean {
  return code === 'store.nearly-full' || code === 'store.full';
}

/** Told in full by its text; of others the box's own words say more. */
export function isAboutStore({ code }: Pick<Alarm, 'code'>): boolean {
  return code.startsWith('store.');
}
