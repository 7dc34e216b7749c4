/** The API: HTTP in, services out. */
export type * from './contract/index.ts';
export { loadPage, type Page } from './page.ts';
export { createHandler } from './server.ts';
export type { Services } from './services.ts';
