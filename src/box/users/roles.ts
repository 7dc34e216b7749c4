/** Roles, in order: who may do something may do all that those before may. */

export const ROLES = ['viewer', 'operator', 'admin'] as const;

/** `viewer` sees the state; `operator` backs up, restores and swaps media; `admin` does everything. */
export type Role = (typeof ROLES)[number];

export function can(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

export function lowerOf(one: Role, other: Role): Role {
  return can(one, other) ? other : one;
}
