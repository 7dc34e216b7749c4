/** A store in memory: what a disk holds at one moment, looked at without writing it anywhere. Takes no writes. */
import { Fault } from '../../src/base/index.ts';
import { type FileKind, isFileId, type Store } from '../../src/repository/stores/store.ts';

/** `files` are named as in a folder store: `data/ab/abcd…`, `index/…`, `config`. */
export function memoryStore(files: ReadonlyMap<string, Buffer>): Store {
  const at = (kind: FileKind, name: string): Buffer | undefined => {
    if (kind === 'config') return files.get('config');
    return files.get(kind === 'data' ? `data/${name.slice(0, 2)}/${name}` : `${kind}/${name}`);
  };
  const refuse = async (): Promise<never> => {
    throw new Fault('store.readonly', 'A store in memory takes no writes.');
  };
  return {
    location: 'memory',
    create: refuse,
    async *list(kind) {
      for (const [path, bytes] of files) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        const isKind = kind === 'config' ? path === 'config' : path.startsWith(`${kind}/`) && isFileId(name);
        if (isKind && at(kind, name) === bytes) yield { name, sizeBytes: bytes.length };
      }
    },
    async stat(kind, name) {
      const bytes = at(kind, name);
      return bytes && { name, sizeBytes: bytes.length };
    },
    async read(kind, name, range) {
      const bytes = at(kind, name);
      if (!bytes) throw new Fault('store.file.missing', `${kind}/${name} is not there.`);
      const { offset, length } = range ?? { offset: 0, length: bytes.length };
      if (offset + length > bytes.length) throw new Fault('repository.damaged', `${kind}/${name} is cut off.`);
      return Buffer.from(bytes.subarray(offset, offset + length));
    },
    stage: refuse,
    remove: refuse,
    sweep: refuse,
  };
}
