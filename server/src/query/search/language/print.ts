import { parseTraceId } from '../../../store/span/trace-id.ts';
import { nameOf, natureOf } from './field.ts';
import type { Between, Query, Term } from './query.ts';

/** A query as a person would write it: `parse` reads the same query from it. */
export function print(query: Query): string {
  switch (query.kind) {
    case 'everything':
      return '';
    case 'and':
      return query.parts.map((part) => (part.kind === 'or' ? `(${print(part)})` : print(part))).join(' ');
    case 'or':
      return query.parts.map(print).join(' OR ');
    case 'not':
      return query.part.kind === 'and' || query.part.kind === 'or'
        ? `-(${print(query.part)})`
        : `-${print(query.part)}`;
    case 'term':
      return printTerm(query);
  }
}

function printTerm({ field, test }: Term): string {
  const key = printKey(nameOf(field));
  switch (test.kind) {
    case 'is':
      return `${key}:${printValue(test.value)}`;
    case 'holds':
      // Of an endpoint, a word by itself says that it is a part.
      return natureOf(field) === 'text' ? `${key}:${printValue(test.value)}` : quotedWord(test.value);
    case 'like':
      return `${key}:${test.parts.length === 2 && test.parts[1] === '' ? `${quotedStart(test.parts[0] ?? '')}*` : test.parts.join('*')}`;
    case 'between':
      return printBetween(key, test, natureOf(field) === 'duration' ? 'ms' : '');
  }
}

function printBetween(key: string, { min, max, minOpen, maxOpen }: Between, unit: string): string {
  if (min === max) return `${key}:${min}${unit}`;
  if (max === Number.POSITIVE_INFINITY) return `${key}>${minOpen ? '' : '='}${min}${unit}`;
  if (min === Number.NEGATIVE_INFINITY) return `${key}<${maxOpen ? '' : '='}${max}${unit}`;
  return `${key}:${min}${unit}..${max}${unit}`;
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A key as a query holds it. */
export const printKey = (text: string): string =>
  /^[^\s()":><=/-][^\s()":><=]*$/.test(text) && !isWordOfOurs(text) ? text : quoted(text);

const quotedStart = (text: string): string => (/^(?!\/\/)[^\s()"*]*$/.test(text) ? text : quoted(text));

/** A value as a query holds it: in quotation marks where it would be read as something else: a pattern, a range, several words. */
export const printValue = (text: string): string =>
  /^(?!\/\/)[^\s()"*]+$/.test(text) && !text.includes('..') ? text : quoted(text);

function quotedWord(text: string): string {
  const plain = /^[^\s()":><=*-][^\s()":><=*]*$/.test(text) || /^\/[^\s()"*]*$/.test(text);
  return plain && !isWordOfOurs(text) && parseTraceId(text) === undefined ? text : quoted(text);
}

const isWordOfOurs = (text: string): boolean => text === 'AND' || text === 'OR' || text === 'NOT';
