import type { TraceFilter } from '../../../../../server/src/query/schema/filter.ts';
import type { WhyValue } from '../../../../../server/src/query/schema/why.ts';

/** The filter that lets through what has a value; undefined where no filter can tell. `center`: key of the node looked at. */
export function narrowed({ dimension, text, node }: WhyValue, center: string): TraceFilter | undefined {
  switch (dimension) {
    case 'agent':
      return { to: center, toAgent: text };
    case 'calleeAgent':
      return { to: node, toAgent: text };
    case 'application':
      return { to: node };
    case 'endpoint':
      return text.startsWith('/') ? { to: node, path: patternOf(text) } : undefined;
    case 'exception':
      return { to: node, result: 'failed' };
    default:
      return undefined;
  }
}

/** Where a template has `{id}`, a filter has a star. */
const patternOf = (template: string): string => template.replaceAll(/\{[^{}/]*\}/g, '*');
