/** The options of a prune, and what is said of one; `prune` and `forget --prune` share them. */
import { type PruneOptions, type PruneResult, prune, type Repository } from '../repository/index.ts';
import { invalid } from './arguments.ts';
import type { OptionTable, Session } from './command.ts';
import { counted, parseSize, sizeText } from './format.ts';

export const PRUNE_OPTIONS: OptionTable = {
  'max-unused': { type: 'string', value: 'LIMIT', help: 'leave this much that is not needed: 5% (unless given), 500M, or unlimited' },
  'max-repack-size': { type: 'string', value: 'SIZE', help: 'move at most so much; units k, M, G, T' },
  'repack-small': { type: 'boolean', help: 'join all packs that are not near full' },
  'repack-uncompressed': { type: 'boolean', help: 'compress what is stored as it is' },
};

export type PruneRules = Omit<PruneOptions, 'signal' | 'report' | 'dryRun'>;

export function pruneRulesOf({ arguments: { flag, text } }: Session): PruneRules {
  const size = (name: string) => {
    const given = text(name);
    const bytes = given === undefined ? undefined : parseSize(given);
    if (given !== undefined && bytes === undefined) throw invalid(`--${name}: '${given}' is no size; sizes look like 500k, 20M or 1.5G.`);
    return bytes;
  };
  return {
    ...unusedOf(text('max-unused'), size),
    maxRepackBytes: size('max-repack-size'),
    repackSmall: flag('repack-small'),
    repackUncompressed: flag('repack-uncompressed'),
  };
}

function unusedOf(given: string | undefined, size: (name: string) => number | undefined): PruneRules {
  if (given === undefined) return {};
  if (given === 'unlimited') return { maxUnusedBytes: Number.POSITIVE_INFINITY };
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(given);
  if (!percent) return { maxUnusedBytes: size('max-unused') };
  if (Number(percent[1]) > 100) throw invalid(`--max-unused takes 0% to 100%, not '${given}'.`);
  return { maxUnusedShare: Number(percent[1]) / 100 };
}

/** Prunes with progress, and tells what went. */
export async function runPrune(session: Session, repository: Repository, rules: PruneRules): Promise<void> {
  const { output, signal } = session;
  const dryRun = session.arguments.flag('dry-run');
  using live = output.live();
  const result = await prune(repository, { ...rules, dryRun, signal, report: output.isQuiet ? undefined : live.report });
  live.clear();
  if (output.isJson) await output.json({ message_type: 'summary', dry_run: dryRun, ...jsonOf(result) });
  else if (!output.isQuiet) await output.lines(linesOf(result, dryRun));
}

function linesOf(result: PruneResult, dryRun: boolean): string[] {
  const { packsRemoved, packsUnlisted, packsRepacked, packsKept, bytesRepacked, bytesFreed, bytesUnused } = result;
  const would = dryRun ? 'would be ' : '';
  const unlisted = packsUnlisted > 0 ? `, ${counted(packsUnlisted, 'pack')} that no index names ${would}removed` : '';
  return [
    `${counted(packsRemoved, 'pack')} without anything needed ${would}removed${unlisted}`,
    `${counted(packsRepacked, 'pack')} with ${sizeText(bytesRepacked)} of needed data ${would}packed anew, ${counted(packsKept, 'pack')} kept`,
    `${bytesFreed >= 0 ? sizeText(bytesFreed) : 'nothing'} ${would}freed, ${sizeText(bytesUnused)} not needed ${dryRun ? 'would be' : 'was'} left`,
  ];
}

function jsonOf(result: PruneResult): Record<string, unknown> {
  return {
    snapshots: result.snapshots,
    packs_removed: result.packsRemoved,
    packs_unindexed: result.packsUnlisted,
    packs_repacked: result.packsRepacked,
    packs_kept: result.packsKept,
    bytes_repacked: result.bytesRepacked,
    bytes_freed: result.bytesFreed,
    bytes_unused: result.bytesUnused,
  };
}
