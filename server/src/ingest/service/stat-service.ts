import { PStatMessageSchema } from '@finepoint/wire';
import { EMPTY } from '../../lib/bytes.ts';
import { asFailure } from '../../lib/failure.ts';
import type { Clock } from '../../lib/time.ts';
import type { Gate } from '../../store/retention/gate.ts';
import type { RawStore } from '../../store/stat/store.ts';
import type { Agents } from '../agents.ts';
import type { Method } from '../grpc/method.ts';
import { reject } from '../ledger.ts';
import { decode } from './decode.ts';

/** `v1.Stat`: statistics of an agent, kept as they come. */
export function statService(agents: Agents, raw: RawStore, gate: Gate, clock: Clock): [string, Method][] {
  return [
    [
      '/v1.Stat/SendAgentStat',
      {
        kind: 'stream',
        open({ agent }) {
          return {
            // One at a time: an agent sends one in seconds, and a stream that waits for the storage is not read.
            async message(bytes) {
              agents.seen(agent);
              try {
                decode(PStatMessageSchema, bytes);
                if (gate.closed) await gate.opened();
                await raw.stat(agent.agent, clock(), bytes);
              } catch (error) {
                const { code } = asFailure(error);
                reject(agent, code, clock());
              }
            },
            end: async () => EMPTY,
            gone() {},
          };
        },
      },
    ],
  ];
}
