/** The file beside the catalog in a box snapshot: what it is, of when, and of which repository. */
import { z } from 'zod';

const About = z.object({
  version: z.literal(1),
  /** When the catalog was as it is here, RFC 3339. */
  time: z.iso.datetime(),
  /** Of copies of the same catalog the higher one is the later, whatever clocks said. */
  edition: z.int().nonnegative(),
  /** The repository it was made for: what was copied from another one is another box's. */
  repository: z.string(),
  host: z.string(),
  marks: z.object({ everything: z.string(), chosen: z.string() }),
});

export type About = z.infer<typeof About>;

export function aboutText(about: About): string {
  return `${JSON.stringify(about, undefined, 2)}\n`;
}

/** Undefined for what this version cannot read. */
export function parseAbout(text: string): About | undefined {
  try {
    return About.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
