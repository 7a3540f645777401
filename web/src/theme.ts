import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/**
 * Colours that carry meaning, the same on every page. `fast` … `error` are the five slots of response time;
 * each holds AA contrast (4.5:1) as text on the page, its `Fill` 3:1 as a bar, dot or area.
 */
const light = {
  body: '#ffffff',
  raised: '#f6f7f9',
  hover: '#eef0f4',
  selected: '#e7ebff',
  border: '#e1e4ea',
  grid: '#eceef2',
  text: '#1c1f26',
  dimmed: '#5f6672',
  accent: '#3b5bdb',
  fast: '#18794e',
  normal: '#0b68cb',
  slow: '#8f6000',
  verySlow: '#b84500',
  error: '#c62a2f',
  fastFill: '#2f9e66',
  normalFill: '#3e8ef7',
  slowFill: '#c08a00',
  verySlowFill: '#e8630c',
  errorFill: '#e5383b',
};
export type Palette = Readonly<typeof light>;

const dark: Palette = {
  body: '#16181d',
  raised: '#1d2026',
  hover: '#262a32',
  selected: '#2a3157',
  border: '#2f343d',
  grid: '#262a32',
  text: '#e3e6eb',
  dimmed: '#9aa2af',
  accent: '#91a7ff',
  fast: '#4cc38a',
  normal: '#6cb0ff',
  slow: '#e5b93c',
  verySlow: '#ff9a52',
  error: '#ff7b7b',
  fastFill: '#3dac75',
  normalFill: '#4d94f5',
  slowFill: '#d9a62e',
  verySlowFill: '#f27d2e',
  errorFill: '#ee4f53',
};

/** For canvases and libraries that cannot read CSS variables; see `usePalette`. */
export const palettes = { light, dark } as const;

/** Tells applications apart, in this order. Okabe and Ito's set, darkened to 3:1 on white; order kept far apart for colour-blind eyes. */
export const categorical = {
  light: ['#0072b2', '#c77700', '#008a68', '#b3478f', '#c44f00', '#3c8fbf', '#7a6a00', '#6b5bd2'],
  dark: ['#4ba3e0', '#e69f00', '#2fbf96', '#dd8fc0', '#f07a3a', '#7cc4ee', '#d6c84a', '#a79bf5'],
} as const;

const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#eef0f4',
  '#e1e4ea',
  '#d3d7df',
  '#bcc2cc',
  '#8e95a2',
  '#5f6672',
  '#464c57',
  '#2c3038',
  '#1c1f26',
];
const darks: MantineColorsTuple = [
  '#e3e6eb',
  '#bcc2cc',
  '#9aa2af',
  '#6f7784',
  '#3a404b',
  '#2f343d',
  '#1d2026',
  '#16181d',
  '#111317',
  '#0c0d10',
];

const sans =
  "'Pretendard Variable', Pretendard, -apple-system, BlinkMacSystemFont, 'Segoe UI', 'Apple SD Gothic Neo', 'Noto Sans KR', 'Malgun Gothic', sans-serif";
const mono =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', 'D2Coding', 'Noto Sans Mono CJK KR', monospace";

const compact = { defaultProps: { size: 'xs' } };

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  colors: { gray, dark: darks },
  black: light.text,
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: { fontFamily: sans, fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.5' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Button: compact,
    Checkbox: compact,
    // The placeholder would be a child that a menu may not have.
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } },
    SegmentedControl: compact,
    Select: compact,
    Switch: compact,
    TextInput: compact,
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, transitionProps: { duration: 0 } } },
  },
});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function variables(scheme: 'light' | 'dark'): Record<string, string> {
  const palette = palettes[scheme];
  const named = Object.entries(palette).map(([name, value]) => [`--fp-${kebab(name)}`, value]);
  const applications = categorical[scheme].map((value, index) => [`--fp-app-${index}`, value]);
  return {
    ...Object.fromEntries([...named, ...applications]),
    '--mantine-color-body': palette.body,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.dimmed,
    '--mantine-color-default-border': palette.border,
    '--mantine-color-error': palette.error,
    '--mantine-color-anchor': palette.accent,
  };
}

/** `--fp-fast`, `--fp-fast-fill`, `--fp-very-slow` … `--fp-app-0` … `--fp-app-7`, `--fp-border` …: the palette as CSS variables. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: { '--fp-row': '28px', '--fp-bar': '44px', '--fp-mono': mono },
  light: variables('light'),
  dark: variables('dark'),
});
