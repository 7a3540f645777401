import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { categorical, palettes } from './theme.ts';

/** WCAG 2.2, relative luminance and contrast ratio. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const texts = ['text', 'dimmed', 'accent', 'fast', 'normal', 'slow', 'verySlow', 'error'] as const;
const fills = ['fastFill', 'normalFill', 'slowFill', 'verySlowFill', 'errorFill'] as const;

for (const scheme of ['light', 'dark'] as const) {
  const palette = palettes[scheme];
  describe(`${scheme} colours`, () => {
    test('of texts hold 4.5:1 on every ground they stand on', () => {
      for (const name of texts) {
        for (const ground of ['body', 'raised', 'hover', 'selected'] as const) {
          const ratio = contrast(palette[name], palette[ground]);
          assert.ok(ratio >= 4.5, `${name} on ${ground}: ${ratio.toFixed(2)}`);
        }
      }
    });
    test('of bars, dots and areas hold 3:1 on the page', () => {
      for (const colour of [...fills.map((name) => palette[name]), ...categorical[scheme]]) {
        const ratio = contrast(colour, palette.body);
        assert.ok(ratio >= 3, `${colour}: ${ratio.toFixed(2)}`);
      }
    });
  });
}
