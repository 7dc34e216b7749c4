/** Language and appearance belong to the account and are kept in the browser too, for the time before anybody has signed in. */
import type { Me, Preferences } from '../../../src/api/contract/index.ts';
import { choices } from '../choices.ts';
import { doorApi } from './door-api.ts';

/** What the account likes holds here from now on; what it never said, it takes from this browser. Whether the page must be drawn anew for it. */
export async function adopt({ preferences }: Me): Promise<boolean> {
  const { language, appearance } = preferences;
  const kept = choices.language();
  if (appearance) choices.chooseAppearance(appearance);
  const isOtherLanguage = language !== undefined && (language === 'auto' ? null : language) !== kept;
  if (isOtherLanguage) choices.chooseLanguage(language === 'auto' ? null : language);
  const news: Preferences = {
    ...(language === undefined && kept !== null ? { language: kept as 'en' | 'de' | 'es' } : {}),
    ...(appearance === undefined && choices.appearance() !== 'system' ? { appearance: choices.appearance() } : {}),
  };
  if (Object.keys(news).length > 0) await doorApi.prefer(news);
  return isOtherLanguage;
}
