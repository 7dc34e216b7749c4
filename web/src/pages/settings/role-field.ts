/** The choice of a role, with what each may do. */
import { html, type TemplateResult } from 'lit';
import type { Role } from '../../../../src/api/contract/index.ts';
import { t } from '../../text/text.ts';
import { field } from '../../ui/field.ts';

export function roleField(id: string, roles: readonly Role[], chosen: Role): TemplateResult {
  return field(
    { id, label: t('settings.users.role') },
    (ties) => html`<select id=${ties.id} aria-describedby=${ties.describedBy}>
      ${roles.map((role) => html`<option value=${role} ?selected=${role === chosen}>${t(`settings.role.${role}`)}: ${t(`settings.role.${role}.may`)}</option>`)}
    </select>`,
  );
}
