/** A new password or passphrase, typed twice: the two fields of it. */
import { html, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { field } from './field.ts';

export interface SecretPair {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Shown once the two were compared and are not the same. */
  readonly differs: boolean;
}

/** Two inputs, `id` and `id`-again. */
export function secretPair({ id, label, hint, differs }: SecretPair): TemplateResult {
  return html`
    ${field(
      { id, label, hint },
      (ties) =>
        html`<input id=${ties.id} type="password" required minlength="10" autocomplete="new-password" aria-describedby=${ties.describedBy} />`,
    )}
    ${field(
      { id: `${id}-again`, label: t('settings.password.again'), error: differs ? t('settings.password.differs') : undefined },
      (ties) =>
        html`<input id=${ties.id} type="password" required autocomplete="new-password" aria-describedby=${ties.describedBy} aria-invalid=${ties.isInvalid} />`,
    )}
  `;
}
