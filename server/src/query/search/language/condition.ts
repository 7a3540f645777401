import { parseTraceId } from '../../../store/span/trace-id.ts';
import { type FaultCode, Wrong } from './fault.ts';
import { natureOf } from './field.ts';
import type { Between, Field, Term, Test } from './query.ts';
import type { Operator } from './tokenize.ts';

/** A value as it was written, and where. */
export interface Written {
  readonly text: string;
  readonly quoted: boolean;
  /** A star right behind the closing quotation mark. */
  readonly star: boolean;
  readonly at: number;
  readonly end: number;
}

/** `key:value`, `key>value` and the like. Throws Wrong. */
export function condition(field: Field, operator: Operator, value: Written): Term {
  return { kind: 'term', field, test: testOf(field, operator, value) };
}

/** A word by itself: the id of a trace, or a part of the endpoint. Throws Wrong. */
export function freeWord(value: Written): Term {
  if (!value.quoted && /^\*+$/.test(value.text)) throw wrong('STAR_ALONE', value);
  const trace = value.quoted ? undefined : parseTraceId(value.text);
  if (trace !== undefined) return term('trace', { kind: 'is', value: trace });
  return term('endpoint', isPattern(value) ? like(value) : { kind: 'holds', value: value.text });
}

const term = (name: 'trace' | 'endpoint', test: Test): Term => ({ kind: 'term', field: { kind: 'known', name }, test });

function testOf(field: Field, operator: Operator, value: Written): Test {
  const compared = operator !== ':' && operator !== '=';
  switch (natureOf(field)) {
    case 'duration':
      return numberTest(operator, value, duration, 'DURATION_WRONG');
    case 'status':
      return statusTest(operator, value);
    case 'trace': {
      if (compared) throw wrong('COMPARE_WRONG', value);
      const trace = parseTraceId(value.text);
      if (trace === undefined) throw wrong('TRACE_WRONG', value);
      return { kind: 'is', value: trace };
    }
    case 'text':
      if (compared) throw wrong('COMPARE_WRONG', value);
      return isPattern(value) ? like(value) : { kind: 'holds', value: value.text };
    case 'name':
      if (compared) {
        if (field.kind === 'known') throw wrong('COMPARE_WRONG', value);
        return numberTest(operator, value, plainNumber, 'NUMBER_WRONG');
      }
      if (isPattern(value)) return like(value);
      return (
        (field.kind !== 'known' && !value.quoted && range(value, plainNumber)) || { kind: 'is', value: value.text }
      );
  }
}

function statusTest(operator: Operator, value: Written): Test {
  const word = value.text.toLowerCase();
  if (operator === ':' || operator === '=') {
    if (word === 'ok' || word === 'success') return { kind: 'is', value: 'ok' };
    if (word === 'error' || word === 'failed') return { kind: 'is', value: 'error' };
    const family = /^([1-5])xx$/.exec(word)?.[1];
    if (family !== undefined) return between(Number(family) * 100, Number(family) * 100 + 99);
  }
  return numberTest(operator, value, (text) => (/^\d{1,3}$/.test(text) ? Number(text) : undefined), 'STATUS_WRONG');
}

type ReadNumber = (text: string) => number | undefined;

function numberTest(operator: Operator, value: Written, read: ReadNumber, fault: FaultCode): Between {
  if (operator === ':' || operator === '=') {
    const within = range(value, read);
    if (within !== undefined) return within;
  }
  const number = read(value.text);
  if (number === undefined) throw wrong(fault, value);
  switch (operator) {
    case '>':
      return { ...between(number, Number.POSITIVE_INFINITY), minOpen: true };
    case '>=':
      return between(number, Number.POSITIVE_INFINITY);
    case '<':
      return { ...between(Number.NEGATIVE_INFINITY, number), maxOpen: true };
    case '<=':
      return between(Number.NEGATIVE_INFINITY, number);
    default:
      return between(number, number);
  }
}

const between = (min: number, max: number): Between => ({ kind: 'between', min, max, minOpen: false, maxOpen: false });

/** `100ms..2s`, `..2s`, `100ms..`; undefined where it is no range. */
function range(value: Written, read: ReadNumber): Between | undefined {
  const [from, to, more] = value.text.split('..');
  if (from === undefined || to === undefined || more !== undefined || from + to === '') return undefined;
  const min = from === '' ? Number.NEGATIVE_INFINITY : read(from);
  const max = to === '' ? Number.POSITIVE_INFINITY : read(to);
  if (min === undefined || max === undefined) return undefined;
  if (min > max) throw wrong('RANGE_WRONG', value);
  return between(min, max);
}

const units: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['µs', 0.001],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['', 1],
]);

/** No request takes thirty years. */
const LONGEST = 1e12;

/** ms; without a unit, ms are meant */
function duration(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,15}(?:\.\d{1,6})?)(us|µs|ms|s|m)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const ms = Math.min(Number(digits) * (units.get(unit) ?? 1), LONGEST);
  // Whole nanoseconds: what is printed is read as the same again.
  return Math.round(ms * 1e6) / 1e6;
}

const plainNumber = (text: string): number | undefined =>
  /^-?\d{1,15}(?:\.\d{1,10})?$/.test(text) ? Number(text) : undefined;

const isPattern = ({ text, quoted, star }: Written): boolean => (quoted ? star : text.includes('*'));

/** A star stands for anything; in quotation marks only the one behind them. */
const like = ({ text, quoted }: Written): Test => ({ kind: 'like', parts: quoted ? [text, ''] : text.split(/\*+/) });

const wrong = (code: FaultCode, { at, end }: Written): Wrong => new Wrong(code, at, end - at);
