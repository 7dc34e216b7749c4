/** Every language says everything that English says, with the same values filled in, for every number. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { de } from '../../web/src/text/de.ts';
import { en } from '../../web/src/text/en.ts';
import { es } from '../../web/src/text/es.ts';
import { chooseLanguage, LANGUAGES, localeOf, PSEUDO } from '../../web/src/text/languages.ts';
import { pseudoText, pseudoTexts } from '../../web/src/text/pseudo.ts';
import type { Texts } from '../../web/src/text/texts.ts';

type Table = Readonly<Record<string, string | Readonly<Record<string, string>>>>;
const TABLES: Readonly<Record<string, Texts>> = { en, de, es, [PSEUDO]: pseudoTexts(en) };
const english = en as Table;

const texts = suite('the texts of the page');

texts('are there in every language that is offered', () => {
  assert.equal(Object.keys(LANGUAGES).sort(), ['de', 'en', 'es']);
});

for (const [language, table] of Object.entries(TABLES) as [string, Table][]) {
  texts(`have every key in ${language}, none more, and none empty`, () => {
    assert.equal(Object.keys(table).sort(), Object.keys(english).sort());
    const empty = Object.keys(table).filter((key) => formsOf(table[key]!).some((form) => form.trim() === '' || form !== form.trim()));
    assert.equal(empty, []);
  });

  texts(`fill in the same values in ${language}`, () => {
    const wrong: string[] = [];
    for (const [key, source] of Object.entries(english)) {
      const wanted = placeholders(formsOf(source).at(-1)!);
      for (const form of formsOf(table[key]!)) if (placeholders(form) !== wanted) wrong.push(`${key}: ${form}`);
    }
    assert.equal(wrong, []);
  });

  texts(`have one form for each plural category of ${language}, where a number decides`, () => {
    const wanted = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
    for (const [key, source] of Object.entries(english)) {
      const message = table[key]!;
      assert.is(typeof message, typeof source, key);
      if (typeof message !== 'string') assert.equal(Object.keys(message).sort(), wanted, key);
    }
  });
}

texts('are not left in English', () => {
  const same = (['de', 'es'] as const).map((language) =>
    Object.keys(english).filter((key) => {
      const words =
        formsOf(english[key]!)
          .join(' ')
          .replace(/\{\w+\}/g, '')
          .match(/\p{L}{2,}/gu) ?? [];
      return words.length > 1 && JSON.stringify((TABLES[language] as Table)[key]) === JSON.stringify(english[key]);
    }),
  );
  assert.equal(same, [[], []]);
});

texts('come in the language a person chose, else the first the browser wants, else English', () => {
  assert.is(chooseLanguage('es', ['de-AT']), 'es');
  assert.is(chooseLanguage(null, ['fr-FR', 'de-AT', 'en']), 'de');
  assert.is(chooseLanguage('tlh', ['fr', 'ES-mx']), 'es');
  assert.is(chooseLanguage(null, ['fr']), 'en');
  assert.is(chooseLanguage('toString', []), 'en');
});

texts('never come in the language for tests unless it is asked for by name', () => {
  assert.is(chooseLanguage(null, [PSEUDO]), 'en');
  assert.is(chooseLanguage(PSEUDO, ['de']), PSEUDO);
});

texts('have numbers and dates as the region of the browser writes them', () => {
  assert.is(localeOf('de', ['en-GB', 'de-CH']), 'de-CH');
  assert.is(localeOf('es', ['en-GB']), 'es');
});

texts('are longer and accented in the language for tests, with what is filled in untouched', () => {
  const text = pseudoText('Last backup of {folder} was {when}');
  assert.match(text, /^⟦Ļåšţ ƀåçķûp/);
  assert.ok(text.includes('{folder}') && text.includes('{when}'));
  assert.ok(text.length >= 'Last backup of {folder} was {when}'.length + 0.4 * 'Last backup of  was '.length);
});

texts.run();

function formsOf(message: string | Readonly<Record<string, string>>): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

function placeholders(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');
}
