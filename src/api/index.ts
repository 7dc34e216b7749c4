/** The API: HTTP in, services out. */
export type * from './contract/index.ts';
export { type Door, type Opened, openPlainDoor, openSecureDoor, openSocketDoor, refuseTaken, type SecureDoor } from './doors.ts';
export { followBox } from './happenings.ts';
export { loadPage, type Page } from './page.ts';
export { createHandler } from './server.ts';
export type { Services } from './services.ts';
