/**
 * What routes change, in the audit: done, refused or failed, and by whom. The one place for all routes that say `audit`.
 *
 * Who is not signed in leaves no entry here, for they could fill the disk with them. What makes no sense leaves none either.
 */
import { isFault } from '../base/index.ts';
import type { Audit } from '../box/users/index.ts';
import type { Caller } from './caller.ts';
import { statusOf } from './problems.ts';
import type { AnyCall, Route } from './route.ts';

export interface AuditedRoute {
  /** Runs a look at who may; a refusal is entered. */
  refusal(look: () => void): Promise<void>;
  /** Runs the change; how it ended is entered. */
  change<T>(call: AnyCall, run: (call: AnyCall) => Promise<T>): Promise<T>;
}

export function audited({ audit: words }: Pick<Route, 'audit'>, caller: Caller | undefined, audit: Audit): AuditedRoute {
  const enter = async (call: AnyCall | undefined, error?: unknown) => {
    if (!words || !caller) return;
    const about = call && words.about ? words.about(call) : null;
    const details = { ...(call && words.details ? words.details(call) : {}), ...(isFault(error) ? { code: error.code } : {}) };
    await audit.add(caller.actor, { action: words.action, about, outcome: outcomeOf(error), details });
  };
  return {
    async refusal(look) {
      try {
        look();
      } catch (error) {
        await enter(undefined, error);
        throw error;
      }
    },
    async change(call, run) {
      let answer: Awaited<ReturnType<typeof run>>;
      try {
        answer = await run(call);
      } catch (error) {
        if (!isFault(error, 'input.invalid')) await enter(call, error);
        throw error;
      }
      if (!words?.isEnteredBelow) await enter(call);
      return answer;
    },
  };
}

function outcomeOf(error: unknown): 'done' | 'refused' | 'failed' {
  if (error === undefined) return 'done';
  return isFault(error) && statusOf(error.code) < 500 ? 'refused' : 'failed';
}
