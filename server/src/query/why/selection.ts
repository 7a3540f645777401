import { Failure } from '../../lib/failure.ts';
import type { Millis } from '../../lib/time.ts';
import type { Received, Span } from '../../store/span/span.ts';
import type { Rectangle } from '../transaction/rectangle.ts';

/** A rectangle of the chart, of any agent. */
export type Region = Omit<Rectangle, 'agent'>;

const REGION = /^(\d{1,15})-(\d{1,15})-(\d{1,12})-(\d{1,12}|max)-(all|success|failed)$/;
const REGIONS_LIMIT = 8;

/** Rectangles as a request writes them (schema/why.ts). Throws REQUEST_INVALID. */
export function requestedRegions(text: string | undefined): readonly Region[] | undefined {
  if (text === undefined || text === '') return undefined;
  const parts = text.split(',');
  if (parts.length > REGIONS_LIMIT) throw new Failure('REQUEST_INVALID', `more than ${REGIONS_LIMIT} rectangles`);
  return parts.map((part) => {
    const [, from, to, elapsedFrom, elapsedTo, status] = REGION.exec(part) ?? [];
    if (from === undefined) throw new Failure('REQUEST_INVALID', `no rectangle: ${part.slice(0, 80)}`);
    return {
      from: Number(from),
      to: Number(to),
      elapsedFrom: Number(elapsedFrom),
      elapsedTo: elapsedTo === 'max' ? Number.POSITIVE_INFINITY : Number(elapsedTo),
      status: status === 'success' || status === 'failed' ? status : 'all',
    };
  });
}

/** Which transactions are selected, and which they are compared with. */
export interface Selection {
  readonly from: Millis;
  readonly to: Millis;
  /** Undefined: all of the range. */
  readonly dots: readonly Region[] | undefined;
  readonly agent: string | undefined;
  /** Undefined: whatever of the range is not selected. */
  readonly against: readonly Region[] | undefined;
}

const within = ({ receivedAt, message }: Received<Span>, region: Region): boolean =>
  receivedAt >= region.from &&
  receivedAt < region.to &&
  message.elapsed >= region.elapsedFrom &&
  message.elapsed <= region.elapsedTo &&
  (region.status === 'all' || (message.error !== 0) === (region.status === 'failed'));

/** Whether a span is one of the selected (true), one to compare with (false), or neither. */
export function sideOf(selection: Selection, matches: boolean, span: Received<Span>): boolean | undefined {
  const { from, to, dots, agent, against } = selection;
  const isSelected =
    matches &&
    (dots === undefined ? inRange(span, from, to) : dots.some((region) => within(span, region))) &&
    (agent === undefined || span.agent.agentId === agent);
  if (isSelected) return true;
  const isOther = against === undefined ? inRange(span, from, to) : against.some((region) => within(span, region));
  return isOther ? false : undefined;
}

const inRange = ({ receivedAt }: Received<Span>, from: number, to: number): boolean =>
  receivedAt >= from && receivedAt < to;

/** The stretch of time that has to be read. */
export function stretchOf({ from, to, dots, against }: Selection): { readonly from: Millis; readonly to: Millis } {
  const regions = [...(dots ?? []), ...(against ?? [])];
  const whole = dots === undefined || against === undefined;
  const starts = regions.map((region) => region.from);
  const ends = regions.map((region) => region.to);
  return {
    from: Math.min(...(whole ? [from] : []), ...starts) as Millis,
    to: Math.max(...(whole ? [to] : []), ...ends) as Millis,
  };
}
