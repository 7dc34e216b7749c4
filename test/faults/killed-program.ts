/** The program that is killed: opens the repository it is given, does one operation, and says what it promises. */
import { arm, disarm, watchFiles } from './file-calls.ts';
import './without-pauses.ts';
import './weak-passwords.ts';

import { writeSync } from 'node:fs';
import { at, OPERATIONS, type Trial } from './trial-repository.ts';

export interface Errand {
  readonly operation: keyof typeof OPERATIONS;
  readonly location: string;
  readonly trial: Omit<Trial, 'repository'>;
  readonly parts: ConstructorParameters<typeof import('../../src/repository/repository.ts').Repository>[0];
  /** At which of its calls that change something it is killed; 0 counts them. */
  readonly killAt: number;
}

process.on('message', async ({ operation, location, trial, parts, killAt }: Errand) => {
  watchFiles(location);
  const repository = at(parts as never, location);
  process.send!('begun');
  arm('kill', killAt);
  const promised = await OPERATIONS[operation].run({ ...trial, repository });
  // Written at once, as a promise to a person is: what is told before the kill counts.
  writeSync(1, `${promised ?? 'done'} ${disarm().calls}\n`);
  process.disconnect!();
});
