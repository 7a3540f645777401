import { type Config, type SettingName, settings } from './settings.ts';

/** The families of tables whose time is a setting, by that setting. */
const families = {
  trace: 'retentionTrace',
  number: 'retentionStat',
  error: 'retentionError',
  map10: 'retentionMap10',
  map60: 'retentionMap60',
} as const satisfies Record<string, SettingName>;

/** Names are written again each month and read from the last two: three months hold whatever may be asked for. */
const BASE = { family: 'base', days: 62 };

/** How many days each family is kept beside today, and the variable that says so. */
export const retentionOf = (config: Config): readonly { family: string; days: number; setting?: string }[] => [
  ...Object.entries(families).map(([family, name]) => ({ family, days: config[name], setting: settings[name].env })),
  BASE,
];

const GIB = 1024 ** 3;

/** Bytes of a setting in GiB; 0 is none. */
export const bytesOf = (gib: number): number | undefined => (gib === 0 ? undefined : gib * GIB);
