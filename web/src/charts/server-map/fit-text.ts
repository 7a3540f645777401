const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** Width of a text in px, as the page's font draws it; an estimate where there is no canvas. */
export function measure(text: string, font: string): number {
  const key = `${font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context ??= globalThis.document?.createElement('canvas').getContext('2d');
  if (context) context.font = font;
  const width = context?.measureText(text).width ?? text.length * 7;
  if (widths.size > 5_000) widths.clear();
  widths.set(key, width);
  return width;
}

/** The text, or its start and end around `…` where it is wider than `room`: names of a family differ at their ends. */
export function fit(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  const letters = [...text.slice(0, 200)];
  const cut = (kept: number): string => {
    const head = Math.ceil(kept * 0.6);
    return `${letters.slice(0, head).join('').trimEnd()}…${letters.slice(letters.length - (kept - head)).join('')}`;
  };
  let kept = letters.length - 1;
  while (kept > 1 && widthOf(cut(kept)) > room) kept--;
  return cut(kept);
}
