/** Tells listeners how the backup goes: its start, each quarter, its end. */
import type { Status } from '../../../src/api/contract/index.ts';
import { formatPercent } from '../text/format.ts';
import { t } from '../text/text.ts';
import { currentRun, type Run, recentRuns } from './runs.ts';
import { speak } from './speak.ts';

export class RunSpeaker {
  #run: string | undefined;
  #quarter = 0;
  #isFirst = true;

  follow(status: Status): void {
    const current = currentRun(status);
    if (current && current.id !== this.#run) this.#started(current);
    else if (current) this.#progressed(current);
    else if (this.#run !== undefined) this.#ended(recentRuns(status).find((run) => run.id === this.#run));
    this.#isFirst = false;
  }

  #started(run: Run): void {
    this.#run = run.id;
    this.#quarter = 0;
    if (!this.#isFirst) speak(t('run.say.started'));
  }

  #progressed({ progress }: Run): void {
    if (!progress.bytesTotal) return;
    const quarter = Math.floor((progress.bytesDone / progress.bytesTotal) * 4);
    if (quarter <= this.#quarter || quarter >= 4) return;
    this.#quarter = quarter;
    speak(t('run.say.progress', { percent: formatPercent(quarter / 4) }));
  }

  #ended(run: Run | undefined): void {
    this.#run = undefined;
    if (run) speak(t(`run.say.${run.state as 'done' | 'partial' | 'cancelled' | 'failed'}`));
  }
}
