/** Keys: what the box must remember and nobody else may read. */
export { BoxKeys, type BoxKeysOptions } from './box-keys.ts';
export type { MachineKind } from './machine.ts';
