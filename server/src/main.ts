import { readConfig } from './config/config.ts';
import { help } from './config/print.ts';
import { Failure } from './lib/failure.ts';
import { startServer } from './start.ts';

const args = process.argv.slice(2);

if (args.includes('--help')) {
  console.log(help());
} else {
  try {
    const server = await startServer(readConfig(args, process.env));
    console.log(server.greeting);
    // What was taken is made durable before the end; a second signal does not cut that short.
    let stopping: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      stopping ??= server.stop();
      await stopping;
      process.exit(0);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop).once('disconnect', stop);
    process.send?.({ ready: true, ui: server.ui, ports: server.ports });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`Finepoint cannot start: ${error.message}`);
    process.exit(1);
  }
}
