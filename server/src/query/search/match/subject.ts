import type { Agent } from '../../../store/application.ts';
import type { Received } from '../../../store/span/span.ts';
import type { NameSource } from '../../trace/names.ts';

/** What agents told of themselves, apart from their spans. */
export interface AgentFacts {
  readonly host: string;
  readonly version: string;
}

/** What a query looks at: a span or a span chunk, and what is known beside it. */
export interface Subject {
  readonly received: Received;
  /** Names that its numbers stand for; undefined while they have not been looked up. */
  readonly names: NameSource | undefined;
  readonly facts: (agent: Agent) => AgentFacts | undefined;
}
