import { userInfo } from 'node:os';
import { isLoopback } from './config/addresses.ts';

export interface Started {
  readonly version: string;
  readonly data: string;
  readonly ui: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly token: string | undefined;
  };
  readonly ports: { readonly agent: number; readonly stat: number; readonly span: number };
  readonly otlp: { readonly grpc: number; readonly http: number };
  readonly addresses: readonly string[];
}

/** The few lines that a start prints: where the UI is, where agents connect, how to see it with traffic. */
export function greeting({ version, data, ui, ports, otlp, addresses }: Started): string {
  const scheme = ui.tls ? 'https' : 'http';
  const suffix = ui.token === undefined ? '' : `/?token=${ui.token}`;
  const local = isLoopback(ui.host);
  const reachable = addresses[0] ?? '127.0.0.1';
  const shown = local || ui.host === '0.0.0.0' || ui.host === '::' ? (local ? ui.host : reachable) : ui.host;
  const lines = [
    `Finepoint ${version} is ready. Data is in ${data}.`,
    '',
    `  UI       ${scheme}://${local ? 'localhost' : shown}:${ui.port}${suffix}`,
  ];
  if (local) {
    lines.push(`           from another machine: ssh -L ${ui.port}:localhost:${ui.port} ${user()}@${reachable}`);
  }
  lines.push(
    `  Agents   ${addresses.length === 0 ? 'localhost' : addresses.join(', ')}`,
    `           ports ${ports.agent} (agent), ${ports.stat} (stat), ${ports.span} (span); OpenTelemetry ${otlp.grpc} (gRPC), ${otlp.http} (HTTP)`,
    '  Demo     npm start -- --demo     simulated traffic to look at',
    '',
  );
  return lines.join('\n');
}

function user(): string {
  try {
    return userInfo().username;
  } catch {
    return 'user';
  }
}
