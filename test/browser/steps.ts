/** Steps that several tests take. */
import type { Page } from 'playwright-core';

/** Walks from the root of the box down to a folder by clicking, as a person does. */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  const chooser = page.locator('hf-folder-chooser');
  await chooser.getByRole('button', { name: '/', exact: true }).click();
  let here = '';
  for (const name of folder.split('/').slice(1)) {
    await chooser.getByRole('list').getByRole('button', { name, exact: true }).click();
    here += `/${name}`;
    await chooser.getByText(here, { exact: true }).waitFor();
  }
}

/** Reads the recovery kit off the sheet and types back what is asked for; the text of the kit. */
export async function typeKitBack(page: Page): Promise<string> {
  const shown = page.locator('hf-kit-sheet .groups li');
  await shown.first().waitFor();
  const groups = await shown.allInnerTexts();
  await page.getByRole('button', { name: 'I have it: type groups back' }).click();
  await fillGroups(page, groups);
  await page.getByRole('button', { name: 'Compare' }).click();
  return groups.join('-');
}

/** Fills in the groups that the page asks for. */
export async function fillGroups(page: Page, groups: readonly string[]): Promise<void> {
  const fields = page.getByLabel(/^Group \d$/);
  await fields.first().waitFor();
  for (const field of await fields.all()) {
    const place = Number((await field.getAttribute('id'))!.replace('group-', '')) - 1;
    await field.fill(groups[place]!);
  }
}
