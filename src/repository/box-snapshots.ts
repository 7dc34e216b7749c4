/** Snapshots that hold the memory of a box instead of people's files: whoever lists versions passes them over. */
export const BOX_TAG = 'holdfast-box';

export function isBoxSnapshot({ tags = [] }: { readonly tags?: readonly string[] }): boolean {
  return tags.includes(BOX_TAG);
}
