import { type SettingName, settings } from './settings.ts';

const rows = (Object.keys(settings) as SettingName[]).map((name) => settings[name]);

/** What `--help` prints. */
export function help(): string {
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  const lines = rows.map(({ flag, about, fallback }) => {
    const value = fallback === '' ? '' : ` (${fallback})`;
    return `  ${flag.padEnd(width)}  ${about}${value}`;
  });
  return [
    "Finepoint: an APM that speaks Pinpoint's language.",
    '',
    '  npm start                start everything',
    '  npm start -- --demo      the same, with simulated traffic to look at',
    '',
    'Settings (each also as an environment variable, see docs/configuration.md):',
    ...lines,
    '',
  ].join('\n');
}

/** docs/configuration.md, whole. A test holds the file equal to this. */
export function configurationPage(): string {
  const lines = rows.map(({ env, flag, fallback, takes, about }) => {
    const value = fallback === '' ? '–' : `\`${fallback}\``;
    return `| \`${env}\` | \`${flag}\` | ${value} | ${takes} | ${about} |`;
  });
  return [
    '# Configuration',
    '',
    'Generated from `server/src/config/settings.ts`. A flag wins over an environment variable, which wins over the default.',
    'Wrong values are all reported at once when the server starts, and it does not start.',
    '',
    '| variable | flag | default | takes | what it is |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
