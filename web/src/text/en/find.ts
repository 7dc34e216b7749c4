/** English: the timeline of versions and the search in them. */
export const find = {
  'restore.none.lead': 'What is backed up can be looked into and restored here.',
  'restore.none.action': 'To the start',
  'restore.line': '{host}: {paths}',
  'restore.lines': 'Machine and folder',
  'restore.lines.all': { one: 'All ({count})', other: 'All ({count})' },
  'restore.jump': 'Go to a date',
  'restore.jump.before': 'That day has no version. The last one before it is of {when}.',
  'restore.jump.oldest': 'No version is that old. The oldest one is of {when}.',

  'search.label': 'Search in all versions',
  'search.hint': 'Part of a name. What was deleted since is found too.',
  'search.kind': 'Find',
  'search.kind.any': 'Everything',
  'search.kind.file': 'Files',
  'search.kind.dir': 'Folders',
  'search.running': 'Searching …',
  'search.count': { one: '{count} result', other: '{count} results' },
  'search.many': { one: 'More than {count} result. Type more of the name.', other: 'More than {count} results. Type more of the name.' },
  'search.none': 'Nothing has such a name.',
  'search.more': 'Show more',
  'search.versions': { one: '{count} version', other: '{count} versions' },
  'search.changed': 'changed {when}',
  'search.gone': 'Deleted; no longer there on {when}',
  'search.index.begins': 'The box is just beginning its list of all names. Nothing can be found yet.',
  'search.index.builds':
    'The box is still putting its list of all names together: {done} of {total} versions are in it. What is in the others is not found yet.',
  'search.index.failed':
    'The list of all names is not complete, so not everything is found. The backups themselves are not touched by this. Reason: {reason}',
  'search.index.gaps': {
    one: '{count} folder could not be read, so names in it are missing here.',
    other: '{count} folders could not be read, so names in them are missing here.',
  },
} as const;
