import { getOrMake } from '../../lib/get-or-make.ts';
import { type Agent, agentKey } from '../../store/application.ts';
import type { Received, Span } from '../../store/span/span.ts';
import type { SearchLine } from '../schema/search.ts';

/** What a dot says of a span; nothing else of it is kept. */
export interface FoundDot {
  readonly time: number;
  readonly elapsed: number;
  readonly failed: boolean;
  readonly agent: Agent;
}

export const dotOf = ({ agent, receivedAt, message }: Received<Span>): FoundDot => ({
  time: receivedAt,
  elapsed: message.elapsed,
  failed: message.error !== 0,
  agent,
});

/** Prints dots as columns; agents are named once. */
export class DotLines {
  readonly #places = new Map<string, number>();

  of(dots: readonly FoundDot[]): SearchLine & { readonly kind: 'dots' } {
    const agents: { agentId: string; agentName: string; startTime: number }[] = [];
    const placeOf = (agent: Agent): number =>
      getOrMake(this.#places, agentKey(agent), () => {
        const { agentId, agentName, startTime } = agent;
        agents.push({ agentId, agentName, startTime });
        return this.#places.size;
      });
    return {
      kind: 'dots',
      agents,
      time: dots.map(({ time }) => time),
      elapsed: dots.map(({ elapsed }) => elapsed),
      agent: dots.map(({ agent }) => placeOf(agent)),
      failed: dots.map(({ failed }) => (failed ? 1 : 0)),
    };
  }
}
