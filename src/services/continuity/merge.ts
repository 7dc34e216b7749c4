/**
 * What was entered since a loss and stays when the earlier catalog comes back. Everything else of that time is replaced, and said.
 *
 * The rule: folders stay chosen. An account made since stays beside those that are back; if its name is one of theirs, that
 * one keeps all it had and gets the password and the role of the account made since, because whoever made that
 * claimed the box and opened the repository. Nobody stays signed in.
 */
import type { Row, Sql } from '../../box/catalog/index.ts';

/** `since` is RFC 3339, or '' when everything in `now` was entered since. One sentence for each thing a person should know. */
export async function keepWhatIsNewer(restored: Sql, now: Sql, since: string): Promise<string[]> {
  return [
    ...(await keepFolders(restored, now, since)),
    ...(await keepAccounts(restored, now, since)),
    ...(await replacedSettings(restored, now)),
    'everybody has to sign in again',
  ];
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
  if (!(await hasAccounts(restored)) || !(await hasAccounts(now))) return [];
  const sentences: string[] = [];
  for (const account of await now.all<Row>('SELECT * FROM accounts WHERE created_at > ?', since)) {
    const named = await restored.get<Row>('SELECT id FROM accounts WHERE name_key = ?', account.name_key!);
    if (named === undefined) {
      const columns = Object.keys(account);
      const places = columns.map(() => '?').join();
      await restored.run(
        `INSERT INTO accounts (${columns.map((each) => `"${each}"`).join()}) VALUES (${places})`,
        ...Object.values(account),
      );
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

async function hasAccounts(sql: Sql): Promise<boolean> {
  return (await sql.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'accounts'")) !== undefined;
}
