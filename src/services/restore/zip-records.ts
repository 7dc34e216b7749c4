/**
 * The records of a ZIP file, byte by byte. Little-endian throughout.
 *
 * Source: PKWARE APPNOTE 6.3.10, chapter 4; Info-ZIP's extra field 0x5455 (extended timestamp) for exact times.
 */

export interface ZipMember {
  /** With '/' between names, and at the end of a folder's. */
  readonly path: string;
  /** st_mode with its type bits. */
  readonly mode: number;
  readonly mtimeMs: number;
}

/** What is known of a member once its bytes are written. */
export interface Written {
  readonly crc: number;
  readonly compressedBytes: number;
  readonly plainBytes: number;
  readonly isDeflated: boolean;
}

const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
const DEFLATE = 8;
const NAME_IS_UTF8 = 1 << 11;
const SIZES_FOLLOW = 1 << 3;
/** 4.5 understands ZIP64, 2.0 everything else here. */
const VERSION = { plain: 20, zip64: 45 };
/** Unix, so that modes are believed. */
const MADE_BY = (3 << 8) | VERSION.zip64;

/** Whether sizes and offsets may not fit into 32 bits; deflating may make a member slightly longer. */
export function needsZip64(plainBytes: number): boolean {
  return plainBytes > MAX_32 - 0x1000000;
}

/** The header before a member. Without `written` the sizes follow behind the data, as 64 bits when `isLarge`. */
export function localHeader(member: ZipMember, written: Written | undefined, options: { isDeflated: boolean; isLarge: boolean }): Buffer {
  const name = Buffer.from(member.path, 'utf8');
  const extra = Buffer.concat([timeField(member), options.isLarge ? zip64Field([0, 0]) : Buffer.alloc(0)]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(options.isLarge ? VERSION.zip64 : VERSION.plain, 4);
  header.writeUInt16LE(NAME_IS_UTF8 | (written ? 0 : SIZES_FOLLOW), 6);
  header.writeUInt16LE(options.isDeflated ? DEFLATE : 0, 8);
  header.writeUInt32LE(dosTime(member.mtimeMs), 10);
  header.writeUInt32LE(written?.crc ?? 0, 14);
  header.writeUInt32LE(written?.compressedBytes ?? (options.isLarge ? MAX_32 : 0), 18);
  header.writeUInt32LE(written?.plainBytes ?? (options.isLarge ? MAX_32 : 0), 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

/** What follows a member whose header did not know its sizes. */
export function dataDescriptor({ crc, compressedBytes, plainBytes }: Written, isLarge: boolean): Buffer {
  const record = Buffer.alloc(isLarge ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc, 4);
  if (isLarge) {
    record.writeBigUInt64LE(BigInt(compressedBytes), 8);
    record.writeBigUInt64LE(BigInt(plainBytes), 16);
  } else {
    record.writeUInt32LE(compressedBytes, 8);
    record.writeUInt32LE(plainBytes, 12);
  }
  return record;
}

/** The member's line in the directory at the end. `offset` is where its header begins. */
export function directoryRecord(member: ZipMember, written: Written, place: { offset: number; sizesFollow: boolean }): Buffer {
  const name = Buffer.from(member.path, 'utf8');
  const large = [written.plainBytes, written.compressedBytes, place.offset].filter((value) => value >= MAX_32);
  const extra = Buffer.concat([timeField(member), large.length > 0 ? zip64Field(large) : Buffer.alloc(0)]);
  const isFolder = member.path.endsWith('/');
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(MADE_BY, 4);
  record.writeUInt16LE(large.length > 0 ? VERSION.zip64 : VERSION.plain, 6);
  record.writeUInt16LE(NAME_IS_UTF8 | (place.sizesFollow ? SIZES_FOLLOW : 0), 8);
  record.writeUInt16LE(written.isDeflated ? DEFLATE : 0, 10);
  record.writeUInt32LE(dosTime(member.mtimeMs), 12);
  record.writeUInt32LE(written.crc, 16);
  record.writeUInt32LE(Math.min(written.compressedBytes, MAX_32), 20);
  record.writeUInt32LE(Math.min(written.plainBytes, MAX_32), 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(((member.mode << 16) | (isFolder ? 0x10 : 0)) >>> 0, 38);
  record.writeUInt32LE(Math.min(place.offset, MAX_32), 42);
  return Buffer.concat([record, name, extra]);
}

/** What every ZIP ends with. */
export function endOfDirectory({ count, sizeBytes, offset }: { count: number; sizeBytes: number; offset: number }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, MAX_16), 8);
  end.writeUInt16LE(Math.min(count, MAX_16), 10);
  end.writeUInt32LE(Math.min(sizeBytes, MAX_32), 12);
  end.writeUInt32LE(Math.min(offset, MAX_32), 16);
  if (count < MAX_16 && sizeBytes < MAX_32 && offset < MAX_32) return end;

  const large = Buffer.alloc(56 + 20);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(MADE_BY, 12);
  large.writeUInt16LE(VERSION.zip64, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(sizeBytes), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  large.writeUInt32LE(0x07064b50, 56);
  large.writeBigUInt64LE(BigInt(offset + sizeBytes), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([large, end]);
}

function zip64Field(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(0x0001, 0);
  field.writeUInt16LE(values.length * 8, 2);
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  return field;
}

/** Modification time in seconds since 1970, as far as 32 bits hold it. */
function timeField({ mtimeMs }: ZipMember): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x5455, 0);
  field.writeUInt16LE(5, 2);
  field.writeUInt8(1, 4);
  field.writeInt32LE(Math.min(Math.max(Math.floor(mtimeMs / 1000), -0x80000000), 0x7fffffff), 5);
  return field;
}

/** Time of day in the low half, date in the high one; local time, from 1980 to 2107 in steps of two seconds. */
function dosTime(mtimeMs: number): number {
  const [earliest, latest] = [new Date(1980, 0, 1).getTime(), new Date(2107, 11, 31, 23, 59, 58).getTime()];
  const date = new Date(Math.min(Math.max(mtimeMs, earliest), latest));
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
  const day = ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate();
  return ((day << 16) | time) >>> 0;
}
