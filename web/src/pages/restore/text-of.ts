/** Bytes of files as text, when they look like text. */
const LOOKED_AT_BYTES = 8_192;
/** Control characters that no text has, but for tab, line breaks, form feed and escape (logs with colours). */
const NO_TEXT = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g;
const MOST_CONTROLS = 0.01;

/** Undefined for what does not look like text. A name that promises text is believed, unless a NUL is there. */
export function textOf(bytes: Uint8Array, isPromised: boolean): string | undefined {
  const beginning = bytes.subarray(0, LOOKED_AT_BYTES);
  if (beginning.includes(0)) return undefined;
  const text = decode(bytes);
  if (isPromised) return text.text;
  const looked = text.text.slice(0, LOOKED_AT_BYTES);
  const controls = looked.match(NO_TEXT)?.length ?? 0;
  // Anything at all can be read as windows-1252: only a promise makes that a text.
  return text.isUtf8 && controls <= looked.length * MOST_CONTROLS ? text.text : undefined;
}

/** UTF-8, or what old Windows programs wrote; UTF-16 by its mark was taken for binary before. A character cut in half at the end is dropped. */
function decode(bytes: Uint8Array): { text: string; isUtf8: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }), isUtf8: true };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), isUtf8: false };
  }
}
