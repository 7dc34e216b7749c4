/** The catalog: what the box remembers, in SQLite. */
export { Catalog, type Row, type Sql, type SqlValue } from './catalog.ts';
export { damageOf, type Origin } from './rescue.ts';
export { Settings } from './settings.ts';
