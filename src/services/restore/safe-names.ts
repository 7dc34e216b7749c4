/**
 * Names for a ZIP: legal in every unpacker, unable to leave the folder they are unpacked into, and unique within their folder.
 *
 * Names that need no repair always keep their name; repaired ones give way.
 */
import { type ByteString, toByteString, toDisplay } from '../../base/index.ts';

/** One safe name for each name, in the same order. */
export function safeNames(names: readonly ByteString[]): string[] {
  const repaired = names.map(repair);
  const isUntouched = (name: string, index: number) => toByteString(name) === names[index];
  const taken = new Set(repaired.filter(isUntouched));
  return repaired.map((name, index) => {
    if (isUntouched(name, index)) return name;
    const free = firstFree(name, taken);
    taken.add(free);
    return free;
  });
}

/** Not UTF-8 becomes U+FFFD, as the page shows it; separators, NUL and drive letters become '_'. */
function repair(name: ByteString): string {
  const text = toDisplay(name)
    .replace(/[/\\\0]/g, '_')
    .replace(/^([A-Za-z]):/, '$1_');
  return text === '' || text === '.' || text === '..' ? '_' : text;
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let count = 2; ; count++) {
    const candidate = `${stem} (${count})${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}
