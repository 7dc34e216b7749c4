/** Looks at a page in the language for tests: which texts come from no table, and what does not fit. */
import type { Page } from 'playwright-core';

/** Texts and labels that stand outside the brackets of the pseudo-language; data (translate="no"), figures and dates aside. */
export async function textsOfNoTable(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = [];
    const figures =
      /\d[\d.,:/\s]*(bytes?|[kMGT]?B|sec|min|hr|am|pm)?\b|\b\d+ \w+ ago|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d+/gi;
    const judge = (text: string | null, where: Element) => {
      let rest = text ?? '';
      for (let before = ''; before !== rest; ) [before, rest] = [rest, rest.replace(/⟦[^⟦⟧]*⟧/g, ' ')];
      rest = rest.replace(figures, ' ');
      if (/\p{L}/u.test(rest)) found.push(`${where.localName}: ${text?.trim()}`);
    };
    const walk = (node: Node) => {
      if (node instanceof Element) {
        if (node.closest('[translate="no"]') || ['STYLE', 'SCRIPT', 'NOSCRIPT', 'TIME'].includes(node.tagName)) return;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) judge(node.getAttribute(name), node);
        if (node.shadowRoot) for (const each of node.shadowRoot.childNodes) walk(each);
      }
      if (node instanceof Text) judge(node.data, node.parentElement ?? (node.getRootNode() as ShadowRoot).host);
      for (const each of node.childNodes) walk(each);
    };
    walk(document.body);
    return [...new Set(found)];
  });
}

/** What is wider than the screen or than the box around it, as far as it is not meant to be cut. */
export async function overflows(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px too wide`);
    const walk = (root: Document | ShadowRoot) => {
      for (const each of root.querySelectorAll<HTMLElement>('*')) {
        if (each.shadowRoot) walk(each.shadowRoot);
        const { overflowX, textOverflow, clip, clipPath, display } = getComputedStyle(each);
        const isMeant = ['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis' || clip !== 'auto' || clipPath !== 'none';
        if (!isMeant && display !== 'inline' && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
          found.push(
            `${each.localName}.${each.className}: ${each.scrollWidth - each.clientWidth} px: ${each.textContent?.trim().slice(0, 60)}`,
          );
      }
    };
    walk(document);
    return found;
  });
}
