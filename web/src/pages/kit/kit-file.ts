/** The recovery kit as a text file: for whoever has no printer at hand. */
import type { KitPage } from '../../../../src/api/contract/index.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { PURPOSES } from './purposes.ts';

export function kitText(kit: KitPage): string {
  const rows: readonly string[] = [
    t('kit.sheet.title'),
    '',
    `${t('kit.sheet.box')}: ${kit.boxName}`,
    `${t('kit.sheet.made')}: ${formatMoment(kit.madeAt)}`,
    `${t('kit.sheet.repository')}: ${kit.repositoryId}`,
    `${t('kit.sheet.location')}: ${kit.location}`,
    `${t('kit.sheet.fingerprint')}: ${kit.fingerprint}`,
    '',
    `${t('kit.sheet.key')}:`,
    kit.text,
    '',
    t('kit.sheet.way'),
    t('kit.sheet.way.disk'),
    t('kit.sheet.way.restic'),
    ...kit.commands.flatMap(({ purpose, command }) => ['', t(PURPOSES[purpose]), command]),
    '',
    t('kit.sheet.keep'),
  ];
  return `${rows.join('\r\n')}\r\n`;
}

/** Hands the file to the browser, as a download. */
export function saveKit(kit: KitPage): void {
  const url = URL.createObjectURL(new Blob([kitText(kit)], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `Holdfast ${kit.boxName.replace(/[^\p{L}\p{N} _-]/gu, '_')} ${kit.fingerprint}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}
