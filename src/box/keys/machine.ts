/**
 * What tells this machine from every other one: a number that its maker or its system gave it.
 *
 * Owns: where such numbers stand, and which of them are worth nothing. It is no secret, only something a copied file lacks.
 * Source: Devicetree Specification, "Root node" (serial-number); SMBIOS, "System Information" (UUID); machine-id(5).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Best first: the first two stay with the board when its disk is taken out. 'none': this machine has no number. */
export type MachineKind = 'device-tree' | 'dmi' | 'machine-id' | 'none';

export interface Machine {
  readonly kind: MachineKind;
  readonly identity: string;
}

const PLACES: Readonly<Record<Exclude<MachineKind, 'none'>, string>> = {
  'device-tree': 'sys/firmware/devicetree/base/serial-number',
  dmi: 'sys/class/dmi/id/product_uuid',
  'machine-id': 'etc/machine-id',
};
/** What boards answer whose maker left the number out. */
const EMPTY_NUMBERS = [/^[0-]*$/, /^[f-]*$/, /^03000200-0400-0500-0006-000700080009$/];

/** The best number there is. `root` is the root of the file system, or a test's own. */
export function findMachine(root = '/'): Machine {
  for (const kind of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
    const identity = identityOf(kind, root);
    if (identity !== undefined) return { kind, identity };
  }
  return { kind: 'none', identity: '' };
}

/** The number of one kind, or undefined when there is none that can be read. */
export function identityOf(kind: MachineKind, root = '/'): string | undefined {
  if (kind === 'none') return '';
  const text = readText(path.join(root, PLACES[kind])).replaceAll('\0', '').trim().toLowerCase();
  return EMPTY_NUMBERS.some((pattern) => pattern.test(text)) ? undefined : text;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Only root may read some of them, and reading a broken table fails in many ways: all of it means that there is no number.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return '';
  }
}
