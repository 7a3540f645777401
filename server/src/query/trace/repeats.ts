import { isDeepStrictEqual } from 'node:util';
import { agentKey } from '../../store/application.ts';
import type { Received } from '../../store/span/span.ts';

/**
 * Leaves out messages that came before: an agent sends a batch again when it did not hear that it had arrived. They
 * are compared whole, since parts of a span share its id, and ids may repeat.
 */
export function withoutRepeats(received: readonly Received[]): Received[] {
  const known = new Map<string, Received[]>();
  return received.filter((one) => {
    const key = likenessOf(one);
    const alike = known.get(key);
    if (alike === undefined) known.set(key, [one]);
    else if (alike.some((other) => isDeepStrictEqual(one.message, other.message))) return false;
    else alike.push(one);
    return true;
  });
}

/** What repeats have in common, and most others have not. */
function likenessOf({ agent, message }: Received): string {
  const [first] = message.events;
  const [at, part] =
    message.kind === 'span'
      ? [message.startTime, message.elapsed]
      : [message.keyTime, `${message.async?.id}/${message.async?.sequence}`];
  const events = `${message.events.length}/${first?.sequence}/${first?.startTime}`;
  return `${agentKey(agent)} ${message.kind} ${message.spanId} ${at} ${part} ${events}`;
}
