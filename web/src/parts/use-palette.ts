import { useComputedColorScheme } from '@mantine/core';
import { type Palette, palettes } from '../theme.ts';

/** The colours of the scheme in use, for canvases and libraries that cannot read CSS variables. */
export const usePalette = (): Palette => palettes[useComputedColorScheme('light')];
