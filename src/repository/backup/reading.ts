/**
 * Hands files to the crew in batches and gives back a promise a file.
 *
 * Invariant: only so many files are under way at once, so memory does not grow with the tree; whoever adds waits for room.
 */
import type { Crew } from '../crew/crew.ts';
import type { FileReading, FileToRead } from '../crew/tasks.ts';
import { readLargeFile } from './large-file.ts';

/** A batch is big enough to make its message cheap, and small enough that members end together. */
const BATCH_FILES = 128;
const BATCH_BYTES = 4 << 20;
const MOST_UNDER_WAY = 4096;
/** From this size on a file is worth sharing among the crew. */
const LARGE_BYTES = 64 << 20;

interface Waiting {
  readonly file: FileToRead;
  readonly resolve: (reading: FileReading) => void;
  readonly reject: (error: unknown) => void;
}

export class FileReads {
  readonly #crew: Crew;
  #batch: Waiting[] = [];
  #batchBytes = 0;
  #underWay = 0;
  #changed = Promise.withResolvers<void>();
  #large: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(crew: Crew) {
    this.#crew = crew;
  }

  /** The reading of one file, some time later. */
  read(file: FileToRead): Promise<FileReading> {
    return file.sizeBytes < LARGE_BYTES || this.#crew.size === 1 ? this.#readInBatch(file) : this.#readLarge(file);
  }

  #readInBatch(file: FileToRead): Promise<FileReading> {
    const { promise, resolve, reject } = Promise.withResolvers<FileReading>();
    promise.catch(() => {}); // when one fails the backup ends, and nobody asks for the others
    this.#batch.push({ file, resolve, reject });
    this.#batchBytes += file.sizeBytes;
    this.#underWay++;
    if (this.#crew.hasRoom || this.#batch.length >= BATCH_FILES || this.#batchBytes >= BATCH_BYTES) this.flush();
    return promise;
  }

  /** Resolves when more files may be added. Rejects once a reading failed: then nobody needs the others. */
  async room(): Promise<void> {
    while (this.#underWay >= MOST_UNDER_WAY && !this.#failure) await this.#changed.promise;
    if (this.#failure) throw this.#failure.error;
  }

  /** Sends what has come together, however little. */
  flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    void this.#send(batch);
  }

  /** Large files follow one another: the crew is busy with one, and its packs hold what lies together. */
  #readLarge(file: FileToRead): Promise<FileReading> {
    this.#underWay++;
    const reading = this.#large
      .then(async () => (await readLargeFile(this.#crew, file)) ?? (await this.#readAlone(file)))
      .finally(() => this.#settle(1));
    this.#large = reading.then(() => {});
    this.#large.catch((error) => {
      this.#failure ??= { error };
    });
    return reading;
  }

  #readAlone(file: FileToRead): Promise<FileReading> {
    const reading = this.#readInBatch(file);
    this.flush();
    return reading;
  }

  #settle(files: number): void {
    this.#underWay -= files;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
    if (this.#crew.hasRoom) this.flush();
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const readings = await this.#crew.run('read files', { files: batch.map(({ file }) => file) });
      for (const [index, { resolve }] of batch.entries()) resolve(readings[index]!);
    } catch (error) {
      this.#failure ??= { error };
      for (const { reject } of batch) reject(error);
    } finally {
      this.#settle(batch.length);
    }
  }
}
