/** What the box is told to do: `box settings`, `settings set`, `settings export`, `settings import`. */
import { readFileSync } from 'node:fs';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { fileFault } from '../failure.ts';
import { counted } from '../format.ts';
import { printable } from '../terminal-text.ts';
import { boxCommand, tell } from './box-command.ts';
import { KEEP_OPTIONS, policyOf } from './order-commands.ts';

interface Settings {
  readonly box: string;
  readonly unlockMode: string;
  readonly retention: Readonly<Record<string, number>> | null;
}

interface Import {
  readonly changed: readonly string[];
  readonly foldersAdded: readonly string[];
  readonly foldersLeftOut: readonly string[];
}

const NAMES: Readonly<Record<string, string>> = { box: 'the name', unlockMode: 'how it is unlocked', retention: 'what it keeps' };

export const SETTINGS_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'settings',
    summary: 'Tells the settings of the box',
    async run(box, session) {
      return await tellSettings(session, await box.get<Settings>('/api/settings'));
    },
  }),
  boxCommand({
    name: 'settings set',
    summary: 'Changes settings; those that are not named stay',
    details: 'The rules of --keep-... replace those that were there. What they do not keep is forgotten at the next `box prune`.',
    options: {
      name: { type: 'string', value: 'NAME', help: 'what the box is called' },
      'unlock-mode': { type: 'string', value: 'MODE', help: 'sealed, or passphrase' },
      ...KEEP_OPTIONS,
      'keep-all': { type: 'boolean', help: 'keep every version' },
    },
    async run(box, session) {
      const { text, flag } = session.arguments;
      const policy = policyOf(session);
      if (policy && flag('keep-all')) throw invalid('--keep-all cannot stand beside other rules of what to keep.');
      const retention = flag('keep-all') ? null : policy;
      const change = { box: text('name'), unlockMode: text('unlock-mode'), retention };
      if (Object.values(change).every((value) => value === undefined))
        throw invalid('say what to set: --name, --unlock-mode, --keep-daily and the like, or --keep-all.');
      return await tellSettings(session, await box.send<Settings>('PATCH', '/api/settings', change));
    },
  }),
  boxCommand({
    name: 'settings export',
    summary: 'Writes the settings and the chosen folders to stdout: no accounts, no secrets',
    async run(box, session) {
      await session.output.json(await box.get('/api/settings/export'));
      return undefined;
    },
  }),
  boxCommand({
    name: 'settings import',
    summary: 'Takes the settings of such a file, and its folders that this box has',
    usage: 'FILE',
    details: 'FILE is - for stdin.',
    options: { 'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be changed' } },
    positionals: { least: 1, most: 1 },
    async run(box, session) {
      const preview = session.arguments.flag('dry-run');
      const file = settingsIn(session.arguments.positionals[0]!);
      const done = await box.send<Import>('POST', `/api/settings/import${preview ? '?preview=1' : ''}`, file);
      return await tell(session, done, importLines(done, preview ? 'would be ' : ''));
    },
  }),
];

function settingsIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw fileFault(error, file);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(`${file} does not hold the settings of a box: it is no JSON.`);
  }
}

async function tellSettings(session: Session, settings: Settings): Promise<undefined> {
  const { box, unlockMode, retention } = settings;
  const rules = Object.entries(retention ?? {}).map(([rule, count]) => `${rule} ${count}`);
  return await tell(session, settings, [
    `name:     ${printable(box)}`,
    `unlocked: ${unlockMode === 'sealed' ? 'by itself after a power cut (sealed)' : 'by somebody who knows the passphrase (passphrase)'}`,
    `keeps:    ${rules.length === 0 ? 'every version' : rules.join(', ')}`,
  ]);
}

function importLines({ changed, foldersAdded, foldersLeftOut }: Import, would: string): string[] {
  return [
    changed.length === 0 ? 'no setting differs' : `${changed.map((name) => NAMES[name] ?? printable(name)).join(', ')} ${would}changed`,
    ...foldersAdded.map((folder) => `${printable(folder)} ${would}put under protection`),
    ...(foldersLeftOut.length > 0
      ? [`${counted(foldersLeftOut.length, 'folder')} that this box does not have: ${foldersLeftOut.map(printable).join(', ')}`]
      : []),
  ];
}
