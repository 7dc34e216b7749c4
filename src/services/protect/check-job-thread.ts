/** The thread in which one check runs. */
import { serveThread } from '../../box/jobs/index.ts';
import { check, Repository } from '../../repository/index.ts';
import type { CheckJobResult, CheckThreadOrder, ReadData } from './job-orders.ts';
import { ProvenPacks } from './proven-packs.ts';

const SAVE_MS = 30_000;

await serveThread<CheckThreadOrder, CheckJobResult>(async ({ repository, readData }, work) => {
  const proven = ProvenPacks.from(work.saved, Date.now());
  const before = proven.size;
  if (before > 0) work.log(`${before} packs were read before and found whole; they are not read again.`);
  // A save that fails costs time in the next attempt, not this one its end.
  const save = () => work.save(proven.state).catch((error: Error) => work.log(error.message));
  const saving = setInterval(() => void save(), SAVE_MS);
  try {
    const { problems, packsRead, ...counts } = await check(Repository.handed(repository), {
      signal: work.signal,
      readData: subsetOf(readData),
      proven,
      onProven: (pack) => proven.add(pack),
      report: work.report,
      onProblem: ({ kind, pack, message }) => work.problem({ kind, path: pack === undefined ? '' : `data/${pack}`, message }),
    });
    for (const hint of counts.hints) work.log(hint);
    return { whole: problems.length === 0, readData, ...counts, packsRead: before + packsRead };
  } catch (error) {
    await save();
    throw error;
  } finally {
    clearInterval(saving);
  }
});

function subsetOf(readData: ReadData): Parameters<typeof check>[1]['readData'] {
  if (readData === 'none') return false;
  return readData === 'all' ? true : { kind: 'share', share: readData.percent / 100 };
}
