/**
 * What was entered since a loss and stays when the earlier catalog comes back. Everything else of that time is replaced, and said.
 *
 * The rule: folders stay chosen, recovery kits stay known, and so does which key the passphrase opens. An account made since stays beside those that are back; if its name is one of theirs, that
 * one keeps all it had and gets the password and the role of the account made since, because whoever made that
 * claimed the box and opened the repository. Nobody stays signed in.
 */
import { Fault } from '../../base/index.ts';
import type { Row, Sql } from '../../box/catalog/index.ts';

/** What the box found out about its repository, not what somebody chose: true as it is now. */
const FOUND_OUT = ['vault.passphrase-key'];

/**
 * `since` is RFC 3339, or '' when everything in `now` was entered since. One sentence for each thing a person should know.
 * Throws Fault 'catalog.busy' while a job has not ended: it would go on in the history of another one.
 */
export async function keepWhatIsNewer(restored: Sql, now: Sql, since: string): Promise<string[]> {
  if (await now.get(`SELECT 1 FROM jobs WHERE ${UNENDED}`)) throw busy();
  // Nothing of them runs any more.
  await restored.run(`UPDATE jobs SET state = 'interrupted' WHERE ${UNENDED}`);
  await keepFacts(restored, now, since);
  return [
    ...(await keepFolders(restored, now, since)),
    ...(await keepAccounts(restored, now, since)),
    ...(await replacedSettings(restored, now)),
    'everybody has to sign in again',
  ];
}

const UNENDED = "state NOT IN ('done', 'failed', 'cancelled')";

async function keepFacts(restored: Sql, now: Sql, since: string): Promise<void> {
  for (const kit of await now.all<Row>('SELECT * FROM recovery_kits WHERE made_at > ?', since)) {
    await restored.run(`INSERT INTO recovery_kits ${namesAndPlaces(kit)} ON CONFLICT DO NOTHING`, ...Object.values(kit));
  }
  for (const name of FOUND_OUT) {
    const known = await now.get<Row>('SELECT name, value FROM settings WHERE name = ?', name);
    if (!known) continue;
    await restored.run('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', known.name!, known.value!);
  }
}

async function keepFolders(restored: Sql, now: Sql, since: string): Promise<string[]> {
  const rows = await now.all<{ path: string; chosen_at: string }>('SELECT path, chosen_at FROM folders WHERE chosen_at > ?', since);
  const added: string[] = [];
  for (const row of rows) {
    const { changes } = await restored.run('INSERT INTO folders VALUES (?, ?) ON CONFLICT DO NOTHING', row.path, row.chosen_at);
    if (changes > 0) added.push(row.path);
  }
  return added.length === 0 ? [] : [`folders chosen since stay chosen: ${added.join(', ')}`];
}

async function keepAccounts(restored: Sql, now: Sql, since: string): Promise<string[]> {
  const sentences: string[] = [];
  for (const account of await now.all<Row>('SELECT * FROM accounts WHERE created_at > ?', since)) {
    const named = await restored.get<Row>('SELECT id FROM accounts WHERE name_key = ?', account.name_key!);
    if (named === undefined) {
      await restored.run(`INSERT INTO accounts ${namesAndPlaces(account)}`, ...Object.values(account));
      sentences.push(`the account ${account.name} made since stays`);
    } else {
      await restored.run('UPDATE accounts SET password = ?, role = ? WHERE id = ?', account.password!, account.role!, named.id!);
      sentences.push(`the account ${account.name} is back, with the password and the role that it was given since`);
    }
  }
  return sentences;
}

async function replacedSettings(restored: Sql, now: Sql): Promise<string[]> {
  const back = new Map((await restored.all<Row>('SELECT name, value FROM settings')).map(({ name, value }) => [name, value]));
  const rows = await now.all<Row>('SELECT name, value FROM settings ORDER BY name');
  const replaced = rows.filter(({ name, value }) => back.get(name!) !== value).map(({ name }) => name);
  return replaced.length === 0 ? [] : [`these settings are again as they were before the loss: ${replaced.join(', ')}`];
}

/** The columns of a row, and a place for each value. */
function namesAndPlaces(row: Row): string {
  const names = Object.keys(row);
  return `(${names.map((name) => `"${name}"`).join()}) VALUES (${names.map(() => '?').join()})`;
}

function busy(): Fault {
  const message =
    'Jobs have not ended, so what was lost does not come back yet. Wait for them, or cancel those that are paused or interrupted; it is tried again every hour and at each start.';
  return new Fault('catalog.busy', message, { retryable: true });
}
