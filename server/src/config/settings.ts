/** A setting: how it is written in the environment, on the command line and in the documentation. */
interface Setting<T> {
  readonly env: string;
  readonly flag: string;
  /** The value when nobody says anything; undefined: none. */
  readonly fallback: T;
  readonly about: string;
  /** What a value may be, in words. */
  readonly takes: string;
  /** The value that a text means; undefined if it means none. */
  readonly read: (text: string) => T | undefined;
}

const port = (name: string, fallback: number, about: string): Setting<number> => ({
  env: `FINEPOINT_${name}_PORT`,
  flag: `--${name.toLowerCase().replaceAll('_', '-')}-port`,
  fallback,
  about,
  takes: 'a port from 0 (any free one) to 65535',
  read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined),
});

const text = (env: string, flag: string, fallback: string, takes: string, about: string): Setting<string> => ({
  env,
  flag,
  fallback,
  about,
  takes,
  read: (value) => (value.trim() === '' ? undefined : value.trim()),
});

const choice = <T extends string>(
  env: string,
  flag: string,
  choices: readonly T[],
  fallback: T,
  about: string,
): Setting<T> => ({
  env,
  flag,
  fallback,
  about,
  takes: choices.join(', '),
  read: (value) => choices.find((one) => one === value),
});

const days = (name: string, fallback: number, most: number, about: string): Setting<number> => ({
  env: `FINEPOINT_RETENTION_${name}`,
  flag: `--retention-${name.toLowerCase()}`,
  fallback,
  about: `days that ${about} are kept beside today`,
  takes: `days from 1 to ${most}`,
  read: (text) => (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined),
});

const gibibytes = (env: string, flag: string, about: string): Setting<number> => ({
  env,
  flag,
  fallback: 0,
  about,
  takes: 'GiB, such as 200 or 0.5',
  read: (text) => (/^\d{1,7}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined),
});

/** Every setting there is: environment, flags, `--help` and docs/configuration.md come from here. */
export const settings = {
  data: text('FINEPOINT_DATA', '--data', './data', 'a path', 'directory in which everything is stored'),
  listen: text(
    'FINEPOINT_LISTEN',
    '--listen',
    '127.0.0.1',
    'an address',
    'address of the UI; anything but loopback needs the token that start prints',
  ),
  uiPort: port('UI', 8080, 'UI and REST API'),
  agentListen: text('FINEPOINT_AGENT_LISTEN', '--agent-listen', '0.0.0.0', 'an address', 'address of the agent ports'),
  agentPort: port('AGENT', 9991, 'gRPC: agents and their metadata'),
  statPort: port('STAT', 9992, 'gRPC: statistics'),
  spanPort: port('SPAN', 9993, 'gRPC: spans'),
  agentTlsPort: port('AGENT_TLS', 9441, 'as the agent port, with TLS; only with a certificate'),
  statTlsPort: port('STAT_TLS', 9442, 'as the stat port, with TLS; only with a certificate'),
  spanTlsPort: port('SPAN_TLS', 9443, 'as the span port, with TLS; only with a certificate'),
  otlpGrpcPort: port('OTLP_GRPC', 4317, "OpenTelemetry's exporters over gRPC"),
  otlpHttpPort: port('OTLP_HTTP', 4318, "OpenTelemetry's exporters over HTTP"),
  otlpTracePort: port('OTLP_TRACE', 9998, "OpenTelemetry over gRPC, where Pinpoint's collector has it"),
  otlpTraceHttpPort: port('OTLP_TRACE_HTTP', 9997, "OpenTelemetry over HTTP, where Pinpoint's collector has it"),
  otlpGrpcTlsPort: port('OTLP_GRPC_TLS', 9448, 'OpenTelemetry over gRPC with TLS; only with a certificate'),
  otlpHttpTlsPort: port('OTLP_HTTP_TLS', 4319, 'OpenTelemetry over HTTPS; only with a certificate'),
  tlsCertificate: text(
    'FINEPOINT_TLS_CERT',
    '--tls-cert',
    '',
    'a path',
    'PEM certificate chain: turns on the TLS ports and HTTPS for the UI',
  ),
  tlsKey: text('FINEPOINT_TLS_KEY', '--tls-key', '', 'a path', 'PEM key of the certificate'),
  advertise: text(
    'FINEPOINT_ADVERTISE',
    '--advertise',
    '',
    'host names or addresses, parted by commas',
    'what other machines call this one; found out if left out',
  ),
  token: text(
    'FINEPOINT_TOKEN',
    '--token',
    '',
    'at least 16 characters',
    'token of the UI where it listens beyond loopback; made anew at each start if left out',
  ),
  sqlBind: choice(
    'FINEPOINT_SQL_BIND',
    '--sql-bind',
    ['keep', 'mask', 'drop'],
    'mask',
    'values in SQL and URL queries: keep them, mask what looks personal, or mask all',
  ),
  inFlight: {
    env: 'FINEPOINT_BYTES_IN_FLIGHT',
    flag: '--bytes-in-flight',
    fallback: 64,
    about: 'MiB of spans that may be on their way to the storage; beyond it agents are told to wait',
    takes: 'MiB from 8 to 4096',
    read: (value: string) =>
      /^\d{1,4}$/.test(value) && Number(value) >= 8 && Number(value) <= 4096 ? Number(value) : undefined,
  },
  receivers: {
    env: 'FINEPOINT_RECEIVERS',
    flag: '--receivers',
    fallback: 0,
    about: 'threads that receive from agents; 0: one for each core but one, at most 8',
    takes: 'a number from 0 to 32',
    read: (value: string) => (/^\d{1,2}$/.test(value) && Number(value) <= 32 ? Number(value) : undefined),
  },
  connectionAge: {
    env: 'FINEPOINT_CONNECTION_AGE',
    flag: '--connection-age',
    fallback: 0,
    about:
      'minutes after which agents are asked to open another connection, so that they spread over several servers; 0: never',
    takes: 'minutes from 0 to 10000',
    read: (value: string) =>
      /^\d{1,5}(\.\d{1,3})?$/.test(value) && Number(value) <= 10_000 ? Number(value) : undefined,
  },
  // Names are read from this month and the one before; older traces would lose theirs.
  retentionTrace: days('TRACE', 7, 28, 'traces and the minutes of the server map'),
  retentionStat: days('STAT', 7, 400, 'statistics of agents'),
  retentionError: days('ERROR', 30, 400, 'exceptions'),
  retentionMap10: days('MAP10', 60, 800, 'ten-minute figures of the server map (whole months)'),
  retentionMap60: days('MAP60', 400, 4000, 'hourly figures of the server map (whole years)'),
  quota: gibibytes(
    'FINEPOINT_QUOTA',
    '--quota',
    'GiB that all data may take; beyond it the oldest day goes; 0: 80 % of what is free or ours at the start, at least 1',
  ),
  minFree: gibibytes(
    'FINEPOINT_MIN_FREE',
    '--min-free',
    'GiB that stay free on the disk; with less nothing more is taken; 0: 2 % of the disk, at least 1',
  ),
  log: choice(
    'FINEPOINT_LOG',
    '--log',
    ['debug', 'info', 'warn', 'error'],
    'warn',
    'what the server says of itself while it runs',
  ),
} as const;

type Settings = typeof settings;
export type SettingName = keyof Settings;

/** What the program runs with. */
export type Config = {
  readonly [Name in SettingName]: Settings[Name]['fallback'] extends number
    ? number
    : NonNullable<ReturnType<Settings[Name]['read']>>;
};
