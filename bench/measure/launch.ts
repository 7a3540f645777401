import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onCores } from './host.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Launch {
  readonly data: string;
  /** ms since 1970: where the server's clock begins. */
  readonly clock: number;
  readonly cores?: string | undefined;
  /** For Node.js, such as `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
}

/** A server in a process of its own, on any free ports of this machine. */
export interface Launched {
  readonly pid: number;
  readonly uiPort: number;
  readonly spanPort: number;
  /** Of OTLP over gRPC. */
  readonly otlpPort: number;
  /** From the start of the process until it takes spans, in ms. */
  readonly startMs: number;
  /** Closes the slot and the hour that run: moves the server's clock beyond them. */
  closeHour(): void;
  stop(): Promise<void>;
}

/** Starts the server as `npm start` does, but for its clock. */
export async function launch({ data, clock, cores, nodeArgs = [] }: Launch): Promise<Launched> {
  const preload = join(import.meta.dirname, 'clock.ts');
  const main = join(root, 'server', 'src', 'main.ts');
  const [command, args] = onCores(cores, process.execPath, [...nodeArgs, '--import', preload, main]);
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: environment(data, clock) });
  const { ui, ports, otlp } = await ready(child);
  const startMs = performance.now() - began;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid ?? 0,
    uiPort: ui.port,
    spanPort: ports.span,
    otlpPort: otlp.grpc,
    startMs,
    closeHour: () => void child.kill('SIGUSR2'),
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function environment(data: string, clock: number): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('FINEPOINT_'));
  return {
    ...Object.fromEntries(others),
    BENCH_CLOCK: String(clock),
    FINEPOINT_DATA: data,
    FINEPOINT_AGENT_LISTEN: '127.0.0.1',
    FINEPOINT_UI_PORT: '0',
    FINEPOINT_AGENT_PORT: '0',
    FINEPOINT_STAT_PORT: '0',
    FINEPOINT_SPAN_PORT: '0',
    FINEPOINT_OTLP_GRPC_PORT: '0',
    FINEPOINT_OTLP_HTTP_PORT: '0',
    FINEPOINT_OTLP_TRACE_PORT: '0',
    FINEPOINT_OTLP_TRACE_HTTP_PORT: '0',
  };
}

interface Ready {
  readonly ready: true;
  readonly ui: { readonly port: number };
  readonly ports: { readonly span: number };
  readonly otlp: { readonly grpc: number; readonly http: number };
}

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && 'ready' in message && 'ui' in message && 'ports' in message;

const ready = (child: ChildProcess): Promise<Ready> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended before it was ready (${code})`)));
    child.on('message', (message) => {
      if (isReady(message)) resolve(message);
    });
  });
