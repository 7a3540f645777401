/** Everything that can be wrong with a query, in one sentence each: what is wrong, and what to write instead. */
export const faults = {
  TOO_LONG: 'the query is too long; at most 2,000 characters are read',
  TOO_MANY: 'the query has too many conditions; at most 64 are read',
  TOO_DEEP: 'parentheses are nested too deeply; at most 16 levels are read',
  QUOTE_OPEN: 'a quotation mark is not closed; add " at the end of the text',
  GROUP_OPEN: 'a parenthesis is not closed; add ) at the end of the group',
  GROUP_EXTRA: 'this parenthesis closes nothing; remove it, or put a text that holds one in quotation marks',
  GROUP_EMPTY: 'there is nothing between the parentheses; write a condition or remove them',
  TERM_MISSING: 'a condition is missing beside AND, OR or NOT; write one such as status:error',
  VALUE_MISSING: 'a value is missing; write it right after the colon, in quotation marks if it holds spaces',
  KEY_MISSING: 'a key is missing before this; write it such as duration>500ms',
  STAR_ALONE: 'a star alone finds everything; write a key before it, such as exception:*',
  DURATION_WRONG: 'this is not a duration; write it such as 500ms, 2s, 1.5s, 800us or 100ms..2s',
  STATUS_WRONG: 'this is not a status; write ok, error, a code such as 404, 5xx, or a range such as 400..499',
  NUMBER_WRONG: 'only numbers can be compared; write one such as >=500, or a text behind a colon',
  COMPARE_WRONG: 'this field is a text and cannot be compared; write it behind a colon',
  RANGE_WRONG: 'the range ends before it begins; write the smaller number first',
  TRACE_WRONG: 'this is not a trace id; it looks like agentId^startTime^sequence, or 32 hexadecimal digits',
} as const;
export type FaultCode = keyof typeof faults;

/** What is wrong with a query, and where: `length` characters from `at`. */
export interface Fault {
  readonly code: FaultCode;
  readonly at: number;
  readonly length: number;
}

/** A fault on its way from the place that found it to `parse`, which never throws it further. */
export class Wrong extends Error {
  readonly fault: Fault;

  constructor(code: FaultCode, at: number, length: number) {
    super(faults[code]);
    this.fault = { code, at, length };
  }
}
