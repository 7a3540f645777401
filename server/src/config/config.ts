import { Failure } from '../lib/failure.ts';
import { type Config, type SettingName, settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const names = Object.keys(settings) as SettingName[];

/**
 * The configuration from flags, then environment, then defaults. Throws one SETTINGS_WRONG that names every wrong
 * value, unknown flag and unknown FINEPOINT_ variable at once.
 */
export function readConfig(args: readonly string[], env: Environment): Config {
  const wrong: string[] = [];
  const given = readFlags(args, wrong);
  const values = new Map<SettingName, string | number>();
  for (const name of names) {
    const { env: variable, flag, fallback, takes, read } = settings[name];
    const [source, text] = given.has(flag) ? [flag, given.get(flag)] : [variable, env[variable]];
    if (text === undefined || (source === variable && text === '')) {
      values.set(name, fallback);
      continue;
    }
    const value = read(text);
    if (value === undefined) wrong.push(`${source} is "${text.slice(0, 60)}" and takes ${takes}`);
    else values.set(name, value);
  }
  const variables = new Set<string>(names.map((name) => settings[name].env));
  for (const variable of Object.keys(env)) {
    if (variable.startsWith('FINEPOINT_') && !variables.has(variable)) wrong.push(`${variable} is not a setting`);
  }
  const config = Object.fromEntries(values) as Config;
  wrong.push(...together(config));
  if (wrong.length > 0) throw new Failure('SETTINGS_WRONG', wrong.join('; '));
  return config;
}

/** What only shows when settings are seen together. */
function together({ tlsCertificate, tlsKey, token }: Config): string[] {
  const wrong: string[] = [];
  if ((tlsCertificate === '') !== (tlsKey === '')) wrong.push('--tls-cert and --tls-key belong together');
  if (token !== '' && token?.length < 16) wrong.push('--token takes at least 16 characters');
  return wrong;
}

/** `--flag value` and `--flag=value`. */
function readFlags(args: readonly string[], wrong: string[]): Map<string, string> {
  const flags = new Set<string>(names.map((name) => settings[name].flag));
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const [flag = '', inline] = split(args[at] ?? '');
    if (!flags.has(flag)) {
      wrong.push(`${flag.slice(0, 60)} is not a flag; --help lists them`);
      continue;
    }
    const value = inline ?? args[++at];
    if (value === undefined) wrong.push(`${flag} needs a value`);
    else given.set(flag, value);
  }
  return given;
}

function split(argument: string): [string, string | undefined] {
  const equals = argument.indexOf('=');
  return equals < 0 ? [argument, undefined] : [argument.slice(0, equals), argument.slice(equals + 1)];
}
