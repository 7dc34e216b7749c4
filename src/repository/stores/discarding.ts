/** A store that reads as usual and keeps nothing it is given: for a dry run. */
import type { Store } from './store.ts';

export function discardingStore(store: Store): Store {
  return {
    ...store,
    async create() {},
    async stage() {
      return { async append() {}, async commit() {}, async [Symbol.asyncDispose]() {} };
    },
    async remove() {},
    async sweep() {
      return 0;
    },
  };
}
