import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault, toByteString } from '../../../src/base/index.ts';
import { goJsonBytes, goJsonString, goJsonValue } from '../../../src/repository/trees/go-json.ts';
import { goQuote, goUnquote } from '../../../src/repository/trees/go-quote.ts';
import { ODD_NAMES } from './odd-folder.ts';

const quoting = suite('names in trees');
const raw = (latin1: string): ByteString => latin1 as ByteString;

quoting('are escaped as Go does', () => {
  const expected: Readonly<Record<string, string>> = {
    'plain name.txt': 'plain name.txt',
    'a"b\\c': 'a\\"b\\\\c',
    '\x07\b\f\n\r\t\v\x1b\x7f': '\\a\\b\\f\\n\\r\\t\\v\\x1b\\x7f',
    'é日😀': 'é日😀',
    '\u00ad\ufeff\u202e\u2028\u00a0': '\\u00ad\\ufeff\\u202e\\u2028\\u00a0',
    '\ue000\ufffe\u{10ffff}': '\\ue000\\ufffe\\U0010ffff',
    '\ufffd': '\ufffd',
  };
  for (const [name, quoted] of Object.entries(expected)) assert.is(goQuote(toByteString(name)), quoted);
  assert.is(goQuote(raw('caf\xe9')), 'caf\\xe9');
  assert.is(goQuote(raw('\xed\xa0\x80\xf0\x9f\x98')), '\\xed\\xa0\\x80\\xf0\\x9f\\x98');
});

quoting('come back from their escaped form, whatever bytes they are', () => {
  for (const name of ODD_NAMES) assert.is(goUnquote(goQuote(toByteString(name))), toByteString(name));
  const bytes = fc.uint8Array({ maxLength: 40 }).map(toByteString);
  const text = fc.string({ unit: 'binary', maxLength: 20 }).map(toByteString);
  fc.assert(fc.property(fc.oneof(bytes, text), (name) => goUnquote(goQuote(name)) === name));
});

quoting('are read from every escape Go knows, needed or not', () => {
  assert.is(goUnquote('\\x41\\101\\u0041\\U00000041\\x00'), 'AAAA\0');
  assert.is(goUnquote('\\u00e9\\U0001f600'), toByteString('é😀'));
});

quoting('are refused where Go cannot read them', () => {
  for (const quoted of [
    'a"b',
    'a\nb',
    '\\',
    'a\\',
    '\\q',
    "\\'",
    '\\x4',
    '\\xgg',
    '\\400',
    '\\08',
    '\\u12',
    '\\ud800',
    '\\U00110000',
    '\\U0001f60',
  ]) {
    assert.throws(
      () => goUnquote(quoted),
      (error: unknown) => isFault(error, 'repository.damaged'),
      quoted,
    );
  }
});

quoting.run();

const json = suite('strings in trees');

json('escape what Go escapes in JSON', () => {
  assert.is(goJsonString('plain'), '"plain"');
  assert.is(goJsonString('<a href="x">&\u2028\u2029\\'), '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u2028\\u2029\\\\"');
  assert.is(goJsonString('\u0001\n\t\x7fé'), '"\\u0001\\n\\t\x7fé"');
  assert.is(goJsonValue({ b: ['<', 1, null], a: true }), '{"b":["\\u003c",1,null],"a":true}');
});

json('hold a replacement escape for each byte that is not UTF-8', () => {
  assert.is(goJsonBytes(raw('caf\xe9/\xff<')), '"caf\\ufffd/\\ufffd\\u003c"');
  assert.is(goJsonBytes(raw('\xf0\x9f\x98')), '"\\ufffd\\ufffd\\ufffd"');
  assert.is(goJsonBytes(toByteString('\ufeffé\ufffd')), '"\ufeffé\ufffd"');
});

json('parse back to the same text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(goJsonString(text)) === text.toWellFormed()));
});

json.run();
