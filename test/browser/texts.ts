import type { Page } from 'playwright-core';

/** Everything a page says: each text in sight, and what assistive technology and tooltips read of it. */
export const textsOf = (page: Page): Promise<string[]> => page.evaluate<string[]>(read);

/** Runs in the page. */
const read = `(() => {
  const said = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement, nodeValue } = texts.currentNode;
    if (parentElement.checkVisibility() && !parentElement.closest('script,style')) said.add(nodeValue.trim());
  }
  for (const name of ['aria-label', 'aria-description', 'title', 'placeholder']) {
    for (const element of document.querySelectorAll('[' + name + ']')) said.add(element.getAttribute(name));
  }
  said.add(document.title);
  return [...said].filter((text) => text !== '');
})()`;
