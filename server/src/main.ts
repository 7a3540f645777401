import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { readConfig } from './config/config.ts';
import { help } from './config/print.ts';
import { Failure } from './lib/failure.ts';

const args = process.argv.slice(2);

if (args.includes('--help')) {
  console.log(help());
} else {
  try {
    const config = readConfig(args, process.env);
    rememberCompiled(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled'));
    const { startServer } = await import('./start.ts');
    const server = await startServer(config);
    console.log(server.greeting);
    // What was taken is made durable before the end; a second signal does not cut that short.
    let stopping: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      stopping ??= server.stop();
      await stopping;
      process.exit(0);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop).once('disconnect', stop);
    process.send?.({ ready: true, ui: server.ui, ports: server.ports, otlp: server.otlp });
    flushCompileCache();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`Finepoint cannot start: ${error.message}`);
    process.exit(1);
  }
}

/**
 * A restart is to be short, and half of a start is compiling: what was compiled is kept, also for the threads. Where it
 * cannot be kept, the start only takes longer. Never in the data directory: nothing is written there before it is ours.
 */
function rememberCompiled(directory: string): void {
  process.env.NODE_COMPILE_CACHE ??= enableCompileCache(directory).directory ?? '';
}
