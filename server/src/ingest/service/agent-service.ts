import { PAgentInfoSchema } from '@finepoint/wire';
import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import type { AgentStore } from '../../store/agent/store.ts';
import type { Gate } from '../../store/retention/gate.ts';
import type { Agents } from '../agents.ts';
import type { Method } from '../grpc/method.ts';
import { maskAgentInfo } from '../mask/agent-info.ts';
import { decode } from './decode.ts';
import { result } from './result.ts';

/** `v1.Agent`: who an agent is, and the ping session whose life is the agent's. */
export function agentService(agents: Agents, store: AgentStore, gate: Gate): [string, Method][] {
  return [
    [
      '/v1.Agent/RequestAgentInfo',
      {
        kind: 'unary',
        answer: (message: Bytes, caller) =>
          result(async () => {
            const { serviceType } = decode(PAgentInfoSchema, message);
            agents.learnType(caller.agent, serviceType);
            maskAgentInfo(message);
            gate.pass('names');
            await store.tell(caller.agent.agent, message);
          }, caller),
      },
    ],
    [
      '/v1.Agent/PingSession',
      {
        kind: 'stream',
        open({ agent }, out) {
          // The stream itself says that the agent lives: after an outage some send their first ping a minute later.
          agent.sessions++;
          agent.leftAt = 0;
          agents.moved(agent);
          let open = true;
          const close = (left: boolean): void => {
            if (!open) return;
            open = false;
            agent.sessions--;
            if (left && agent.sessions === 0) agent.leftAt = agents.now();
            agents.moved(agent);
          };
          return {
            message() {
              agents.seen(agent);
              out.send(EMPTY);
            },
            async end() {
              close(true);
              return undefined;
            },
            // Python and Node cut their streams when they are stopped: nothing else tells that they left.
            gone: () => close(!agents.stopping),
          };
        },
      },
    ],
  ];
}
