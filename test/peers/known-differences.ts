/** What a restore of the odd tree cannot bring back, because the format or a program does not keep it. Everything else must be identical. */

/** restic's format keeps no attributes of symlinks as restic fills it, and neither program links symlinks to each other again. */
const NOT_KEPT = [
  /^attributes\/link: trusted\.on\.link 0x00ff, then none$/,
  /^links\/relative(-again)?: hard links 2 of links\/relative, then none$/,
];

/** restic before 0.16 has no place for a link target that is not UTF-8. */
const NOT_KEPT_BY_OLD_RESTIC = [/^links\/raw: target /];

export function unexpected(differences: readonly string[], by: 'holdfast' | 'restic 0.14'): string[] {
  const known = by === 'holdfast' ? NOT_KEPT : [...NOT_KEPT, ...NOT_KEPT_BY_OLD_RESTIC];
  return differences.filter((difference) => !known.some((pattern) => pattern.test(difference)));
}
