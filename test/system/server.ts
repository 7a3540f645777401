import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', '..', 'server', 'src', 'main.ts');

/** The ports that agents connect to. */
export interface Ports {
  readonly agent: number;
  readonly stat: number;
  readonly span: number;
}

/** The ports that OpenTelemetry's exporters connect to. */
export interface OtlpPorts {
  readonly grpc: number;
  readonly http: number;
}

/** A Finepoint in a process of its own, ready for agents and browsers. */
export interface RunningServer {
  /** The address of the UI: `http://127.0.0.1:12345`. */
  readonly ui: string;
  readonly ports: Ports;
  readonly otlp: OtlpPorts;
  readonly dataDir: string;
  readonly pid: number;
  /** All it has printed. */
  output(): string;
  /** Sends a signal and waits until the process is gone; the data stays, for a start after it. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends it as an operator does, and removes the data directory unless the test named it. Answers its exit code. */
  stop(): Promise<number | null>;
}

export interface ServerOptions {
  /** Kept by `stop()`; without it a directory is made and removed. */
  readonly dataDir?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the server on free ports of the loopback interface; throws what it printed if it is not ready in 20 s. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'finepoint-')));
  const child = spawnServer(options, dataDir);
  const output = collect(child);
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const code = await gone;
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    return code;
  };
  try {
    return { ...(await ready(child, output)), dataDir, pid: child.pid ?? 0, output, kill, stop };
  } catch (error) {
    await kill('SIGKILL');
    await stop();
    throw error;
  }
}

/** Starts a server that is expected to end by itself; resolves with its exit code and all it printed. */
export async function runServer(options: ServerOptions): Promise<{ code: number | null; printed: string }> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'finepoint-')));
  const child = spawnServer(options, dataDir);
  const output = collect(child);
  // When both ends of its output are closed, nothing more can come.
  const [code] = await once(child, 'close');
  if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  return { code, printed: output() };
}

const spawnServer = ({ args = [], env }: ServerOptions, dataDir: string): ChildProcess =>
  spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // FINEPOINT_SCREENSHOTS asks the tests for pictures; the server refuses settings that it does not know.
    env: { ...process.env, FINEPOINT_SCREENSHOTS: undefined, ...freePorts, FINEPOINT_DATA: dataDir, ...env },
  });

/** Settings that ask for any free ports. */
export const freePorts = {
  FINEPOINT_UI_PORT: '0',
  FINEPOINT_AGENT_PORT: '0',
  FINEPOINT_STAT_PORT: '0',
  FINEPOINT_SPAN_PORT: '0',
  FINEPOINT_OTLP_GRPC_PORT: '0',
  FINEPOINT_OTLP_HTTP_PORT: '0',
  FINEPOINT_OTLP_TRACE_PORT: '0',
  FINEPOINT_OTLP_TRACE_HTTP_PORT: '0',
  FINEPOINT_OTLP_GRPC_TLS_PORT: '0',
  FINEPOINT_OTLP_HTTP_TLS_PORT: '0',
};

/** All that a process prints from now on. */
export function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return () => text;
}

/** What a server tells the process that started it once it is ready. Its own ports, since free ones are asked for. */
interface Ready {
  readonly ready: true;
  readonly ui: { readonly host: string; readonly port: number };
  readonly ports: Ports;
  readonly otlp: OtlpPorts;
}

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && 'ready' in message && 'ui' in message && 'ports' in message;

/** Waits for the message that a server (or what started it) sends when it is ready. */
export function ready(
  child: ChildProcess,
  output: () => string,
): Promise<Pick<RunningServer, 'ui' | 'ports' | 'otlp'>> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`the server ${what}; it printed:\n${output()}`));
    const timer = setTimeout(() => fail('was not ready in 20 s'), 20_000);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended before it was ready (${signal ?? `exit code ${code}`})`);
    });
    child.on('message', (message) => {
      if (!isReady(message)) return;
      clearTimeout(timer);
      resolve({ ui: `http://127.0.0.1:${message.ui.port}`, ports: message.ports, otlp: message.otlp });
    });
  });
}
