/**
 * A receiver: a collector in a thread of its own. It shares nothing with its siblings but the ports and the store,
 * which it reaches through the main thread (receivers.ts).
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ValuePolicy } from '../ingest/mask/fields.ts';
import type { Kv } from '../kv/kv.ts';
import { RemoteKv } from '../kv/remote/remote.ts';
import { type Millis, now } from '../lib/time.ts';
import type { RefusedCall } from '../store/agent/refusals.ts';
import { LOOK, type ReceiverState } from '../store/health/health.ts';
import { Gate } from '../store/retention/gate.ts';
import { Collector, type ListenTo } from './collector.ts';

/** What a receiver is started with. */
export interface ReceiverData {
  readonly can: Kv['can'];
  readonly listen: readonly ListenTo[];
  readonly policy: ValuePolicy;
  readonly bytesInFlight: number;
  readonly alone: boolean;
  /** Memory of the gate that is closed while the disk is nearly full. */
  readonly gate: SharedArrayBuffer;
}

/** What a receiver says beside its requests to the store. */
export type ReceiverMessage =
  | { readonly receiver: 'ready' }
  | { readonly receiver: 'stopped' }
  | { readonly receiver: 'closed'; readonly before: Millis }
  | { readonly receiver: 'state'; readonly state: ReceiverState }
  | { readonly receiver: 'refused'; readonly call: RefusedCall; readonly at: Millis }
  | { readonly receiver: 'warn'; readonly text: string; readonly what: object };

/** What it is told: to stop, or to close the slots that ended before a time. */
export const STOP = 'stop';

export interface CloseSlots {
  readonly closeSlots: Millis;
}

const isCloseSlots = (message: unknown): message is CloseSlots =>
  typeof message === 'object' && message !== null && 'closeSlots' in message;

if (parentPort !== null) await receive(parentPort, workerData as ReceiverData);

async function receive(port: NonNullable<typeof parentPort>, data: ReceiverData): Promise<void> {
  const say = (message: ReceiverMessage): void => port.postMessage(message);
  const collector = new Collector(new RemoteKv(port, data.can), {
    clock: now,
    policy: data.policy,
    bytesInFlight: data.bytesInFlight,
    alone: data.alone,
    gate: new Gate(data.gate),
    warn: (failure, what) => say({ receiver: 'warn', text: failure.message, what }),
    refused: (call, at) => say({ receiver: 'refused', call, at }),
  });
  port.on('message', async (message: unknown) => {
    if (isCloseSlots(message)) {
      const before = message.closeSlots;
      collector.close(before).then(
        () => say({ receiver: 'closed', before }),
        // It is stopping: what it took is durable once it has stopped.
        () => {},
      );
    }
    if (message !== STOP) return;
    await collector.stop();
    say({ receiver: 'stopped' });
  });
  await collector.start();
  for (const listen of data.listen) await collector.listen(listen);
  setInterval(() => say({ receiver: 'state', state: collector.state() }), LOOK).unref();
  say({ receiver: 'ready' });
}
