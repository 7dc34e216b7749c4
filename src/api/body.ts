/** Reads the JSON body of a change, bounded. */
import type { Context } from 'koa';
import { Fault } from '../base/index.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

/** Throws Fault 'request.too-large' or 'input.invalid'. */
export async function readJson(ctx: Context): Promise<unknown> {
  return parse(await readBounded(ctx));
}

async function readBounded(ctx: Context): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  // What is left unread must not break the connection before the refusal is out.
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) {
      ctx.set('Connection', 'close');
      throw new Fault('request.too-large', `the body is larger than ${BODY_LIMIT_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('input.invalid', 'the body is not JSON', { cause });
  }
}
