/**
 * Compiled kernels: finds dist/kernels/NAME.wasm and makes instances of it.
 *
 * Owns: one WebAssembly.Module a kernel and thread. Does not own: instances, and the memory that each of them gets.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../base/index.ts';

const FOLDER = path.join(import.meta.dirname, '../../dist/kernels');
const PAGE_BYTES = 65536;

const modules = new Map<string, WebAssembly.Module>();

export interface Instance<Exports> {
  readonly exports: Exports;
  /** The whole of the kernel's memory; it never grows, so views of it stay valid. */
  readonly memory: ArrayBuffer;
}

/** A new instance with memory of its own. Throws Fault 'kernel.missing' when the kernels were not built. */
export function instantiate<Exports>(name: string, memoryBytes: number): Instance<Exports> {
  const pages = Math.ceil(memoryBytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const instance = new WebAssembly.Instance(moduleOf(name), { env: { memory } });
  return { exports: instance.exports as Exports, memory: memory.buffer };
}

function moduleOf(name: string): WebAssembly.Module {
  let module = modules.get(name);
  if (!module) {
    module = new WebAssembly.Module(wasmOf(name));
    modules.set(name, module);
  }
  return module;
}

function wasmOf(name: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(path.join(FOLDER, `${name}.wasm`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Fault('kernel.missing', `The kernel '${name}' is not built: run \`npm run kernels\`.`, { cause: error });
  }
}
