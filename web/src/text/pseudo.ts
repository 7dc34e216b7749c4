/** Turns a table into one for tests: accents, 40 % longer, in brackets. Placeholders stay as they are. */
import type { Forms, Texts } from './texts.ts';

const PLAIN = 'abcdeghiklmnorstuyzABCDEGHIKLMNORSTUYZ';
const ACCENTED = 'åƀçđéĝĥîķļɱñöŕšţûýžÅƁÇĐÉĜĤÎĶĻṀÑÖŔŠŢÛÝŽ';
const LONGER_BY = 0.4;

export function pseudoTexts(source: Texts): Texts {
  const table = Object.entries(source as Record<string, string | Forms>).map(([key, text]) => [key, pseudo(text)]);
  return Object.fromEntries(table) as Texts;
}

function pseudo(text: string | Forms): string | Forms {
  if (typeof text === 'string') return pseudoText(text);
  return Object.fromEntries(Object.entries(text).map(([category, form]) => [category, pseudoText(form)])) as unknown as Forms;
}

export function pseudoText(text: string): string {
  const letters = text.replace(/\{\w+\}/g, '').length;
  const accented = text.replace(/\{\w+\}|[a-zA-Z]/g, (each) => (each.length > 1 ? each : (ACCENTED[PLAIN.indexOf(each)] ?? each)));
  // In pieces, so that it wraps like words.
  const padding = ' ~~~~'.repeat(Math.max(1, Math.ceil((letters * LONGER_BY) / 5)));
  return `⟦${accented}${padding}⟧`;
}
