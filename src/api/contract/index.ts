/**
 * The contract between the box and whoever talks HTTP to it: the JSON that travels, as schemas, and the types that follow from them.
 *
 * The page imports types from here and from nothing else below src/. Times are RFC 3339 strings, sizes are bytes.
 * Failures are application/problem+json: Problem. The routes themselves are in ../routes/; /api/openapi.json tells both.
 */
export * from './door.ts';
export * from './folders.ts';
export * from './jobs.ts';
export * from './problem.ts';
export * from './repository.ts';
export * from './search.ts';
export * from './settings.ts';
export * from './snapshots.ts';
export * from './status.ts';
