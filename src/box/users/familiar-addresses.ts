/**
 * Addresses that people have signed in from: there, what others guess elsewhere does not make them wait.
 *
 * The address itself, not its network: on a LAN a whole network is one IPv6 prefix, and the guesser may be in it.
 */
import type { Sql } from '../catalog/index.ts';

const KEPT_FOR_DAYS = 60;
const KEPT_FOR_AN_ACCOUNT = 20;

export async function isFamiliar(sql: Sql, nameKey: string, address: string): Promise<boolean> {
  const row = await sql.get(
    'SELECT 1 FROM familiar_addresses f JOIN accounts a ON a.id = f.account WHERE a.name_key = ? AND f.address = ?',
    ...[nameKey, address],
  );
  return row !== undefined;
}

/** `at`: RFC 3339. The oldest of the account make way. */
export async function makeFamiliar(sql: Sql, account: string, { address, at }: { address: string; at: string }): Promise<void> {
  await sql.run(
    'INSERT INTO familiar_addresses VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used_at = excluded.used_at',
    account,
    address,
    at,
  );
  await sql.run(
    `DELETE FROM familiar_addresses WHERE account = ? AND address NOT IN
       (SELECT address FROM familiar_addresses WHERE account = ? ORDER BY used_at DESC LIMIT ?)`,
    ...[account, account, KEPT_FOR_AN_ACCOUNT],
  );
}

export async function sweepFamiliar(sql: Sql, now: number): Promise<void> {
  const oldest = new Date(now - KEPT_FOR_DAYS * 24 * 3_600_000).toISOString();
  await sql.run('DELETE FROM familiar_addresses WHERE used_at < ?', oldest);
}
