/** What Node's fs lacks of POSIX: attributes, exact times, special files, account names; and entries described with them. */
export { groupId, groupName, userId, userName } from './accounts.ts';
export { type DescribeOptions, describe, entryType } from './describe.ts';
export type { Where } from './libc.ts';
export { dropFromCache } from './page-cache.ts';
export { makeSpecialFile, type SpecialType } from './special-files.ts';
export { setTimes } from './times.ts';
export { getAttribute, listAttributes, readAttributes, removeAttribute, setAttribute } from './xattr.ts';
