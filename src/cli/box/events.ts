/**
 * What happens in a box, as it tells it by server-sent events. Goes on after the box was restarted, or the line was cut.
 *
 * Owns: reading the stream, and how long a box that went away is waited for. Source: HTML standard, "Server-sent events".
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isFault } from '../../base/index.ts';
import type { Session } from '../command.ts';
import type { Box } from './box.ts';

export interface BoxEvent {
  readonly name: string;
  readonly data: unknown;
}

const AGAIN_EVERY_MS = 1_000;
const AGAIN_AT_MOST_MS = 120_000;

/** Ends with Fault 'box.gone' or 'box.absent' when the box does not come back in two minutes; with the signal's reason when it fires. */
export async function* eventsOf(box: Box, { output, signal }: Session): AsyncGenerator<BoxEvent> {
  let last: string | undefined;
  let goneSinceMs: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    try {
      const { bytes } = await box.open('/api/events', last === undefined ? {} : { 'Last-Event-ID': last });
      for await (const { id, ...event } of eventsIn(bytes)) {
        goneSinceMs = undefined;
        last = id;
        yield event;
      }
    } catch (error) {
      // A box that never answered is not waited for.
      if (last === undefined || !isFault(error, 'box.gone', 'box.absent')) throw error;
      if (goneSinceMs !== undefined && performance.now() - goneSinceMs > AGAIN_AT_MOST_MS) throw error;
    }
    signal.throwIfAborted();
    if (goneSinceMs === undefined) output.note('the box does not answer; waiting for it to come back');
    goneSinceMs ??= performance.now();
    await pause(AGAIN_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function* eventsIn(bytes: AsyncIterable<Buffer>): AsyncGenerator<BoxEvent & { id: string }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const [, id, name, data] = /^id: (\S+)\nevent: (\w+)\ndata: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) yield { id: id!, name: name!, data: JSON.parse(data) };
    }
  }
}
