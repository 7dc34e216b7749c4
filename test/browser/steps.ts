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
