import { presses } from '../../shortcut.ts';
import { hasChildren, parentOf, placeOf } from '../families.ts';
import type { TreeState } from './use-tree.ts';

/** Rows that PageUp and PageDown move by. */
const PAGE = 15;

/** As much of a key event as is looked at. */
interface Press {
  readonly key: string;
  readonly nativeEvent: Parameters<typeof presses>[0];
}

/** Answers a key as a tree grid does; returns whether it did. */
export function answerKey(event: Press, state: TreeState, show: () => void): boolean {
  const { tree, visible, folded, selected } = state;
  const place = placeOf(visible, selected);
  const move = (by: number): void => {
    const to = visible[Math.min(Math.max(place + by, 0), visible.length - 1)];
    if (to !== undefined) state.select(to);
  };
  const opens = hasChildren(tree, selected);
  switch (event.key) {
    case 'ArrowDown':
      move(1);
      return true;
    case 'ArrowUp':
      move(-1);
      return true;
    case 'PageDown':
      move(PAGE);
      return true;
    case 'PageUp':
      move(-PAGE);
      return true;
    case 'Home':
      move(-visible.length);
      return true;
    case 'End':
      move(visible.length);
      return true;
    case 'ArrowRight':
      if (opens && folded.has(selected)) state.toggle(selected);
      else if (opens) move(1);
      return true;
    case 'ArrowLeft':
      if (opens && !folded.has(selected)) state.toggle(selected);
      else if (parentOf(tree, selected) >= 0) state.select(parentOf(tree, selected));
      return true;
    case 'Enter':
      show();
      return true;
  }
  if (!presses(event.nativeEvent, 's')) return false;
  state.slowest();
  return true;
}
