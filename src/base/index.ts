/** A handful of words everyone uses. No behaviour of the product lives here. */
export { removeDurably, writeDurably } from './durable.ts';
export {
  type ByteString,
  childPath,
  type Entry,
  type EntryType,
  type ExtendedAttribute,
  toByteString,
  toBytes,
  toDisplay,
} from './entry.ts';
export { Estimate, type Estimated } from './estimate.ts';
export { Fault, type FaultCode, type FaultDetails, isFault } from './fault.ts';
export { makeFolders } from './folders.ts';
export type { Progress, Report } from './progress.ts';
