import type { Served } from './outgoing.ts';
import type { Span } from './span.ts';

/** A span as the statistics of its agent see it. */
export function servedOf({ uriTemplate, start, end, error, parent, transaction }: Span): Served {
  const { agentId, startTime, sequence } = transaction;
  return {
    uriTemplate,
    start,
    end,
    failed: error !== 0,
    isNew: parent === undefined,
    transactionId: `${agentId}^${startTime}^${sequence}`,
  };
}
