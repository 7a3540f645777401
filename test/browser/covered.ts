import type { Page } from 'playwright-core';

/** Controls that something else lies on, so that a click in their middle would miss them: one line each. */
export const covered = (page: Page): Promise<string[]> => page.evaluate<string[]>(look);

/**
 * Runs in the page. What is scrolled under a head that sticks comes out again, and the map can be moved from under its
 * tools: neither counts.
 */
const look = `(() => {
  const nameOf = (element) => element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
  const sticks = (element) => element !== null && (getComputedStyle(element).position === 'sticky' || sticks(element.parentElement));
  const faults = [];
  for (const control of document.querySelectorAll('a, button, input, [role=tab]')) {
    const box = control.getBoundingClientRect();
    const hit = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!hit.includes(control)) continue;
    const [top] = hit;
    const own = [control, ...(control.labels ?? [])].some((part) => part.contains(top) || top.contains(part));
    if (!own && !sticks(top)) faults.push(nameOf(control) + ' lies under ' + top.outerHTML.slice(0, 120));
  }
  return faults;
})()`;
