/** The catalog: what the box remembers, in SQLite. */
export { Catalog, type Keep, type Loss } from './catalog.ts';
export type { Row, Sql, SqlValue } from './database.ts';
export { damageOf, type Origin } from './rescue.ts';
export { Settings } from './settings.ts';
export { type Marks, packForTravel, unfitFor } from './travel.ts';
