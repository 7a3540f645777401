import type { PackedTrace, Trace, TraceRow } from '../../../../server/src/query/schema/trace.ts';

/** Says what a trace is not: `columns.parent: 9 entries, 10 expected`. */
export class NotATrace extends Error {
  override readonly name = 'NotATrace';
}

const kinds: readonly TraceRow['kind'][] = ['server', 'method', 'sql', 'http', 'cache', 'queue', 'async', 'missing'];
const numbers = ['parent', 'kind', 'application', 'agent', 'start', 'gap', 'elapsed', 'self', 'flags'] as const;
const worded = ['title', 'className', 'argument', 'api', 'spanId'] as const;
const states: readonly string[] = ['complete', 'progress', 'overflow'];

/**
 * The rows of a packed trace: the server's answer, or a file that somebody saved. Everything is checked, since a file
 * may hold anything; rows share their texts. Throws NotATrace, which says where and what.
 */
export function unpack(given: unknown): Trace {
  const packed = checked(given);
  const { format: _, version: __, texts, columns, exceptions, sql, details, ...heading } = packed;
  const text = (place: number | undefined): string => texts[place ?? 0] ?? '';
  const depths = new Int32Array(columns.parent.length);
  const rows = columns.parent.map((parent, id): TraceRow => {
    const depth = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
    depths[id] = depth;
    const flags = columns.flags[id] ?? 0;
    return {
      id,
      parent,
      depth,
      kind: kinds[columns.kind[id] ?? 1] ?? 'method',
      title: text(columns.title[id]),
      className: text(columns.className[id]),
      argument: text(columns.argument[id]),
      api: text(columns.api[id]),
      application: columns.application[id] ?? 0,
      agent: columns.agent[id] ?? -1,
      start: columns.start[id] ?? 0,
      gap: columns.gap[id] ?? 0,
      elapsed: columns.elapsed[id] ?? 0,
      self: columns.self[id] ?? 0,
      failed: (flags & 1) !== 0,
      async: (flags & 2) !== 0,
      exception: null,
      sql: null,
      details: [],
      spanId: text(columns.spanId[id]),
    };
  });
  for (const { row, exception } of exceptions) {
    const of = rows[row];
    if (of) of.exception = exception;
  }
  sql.row.forEach((row, i) => {
    const of = rows[row];
    const binds = (sql.binds[i] ?? []).map(text);
    if (of) of.sql = { text: text(sql.text[i]), normalized: text(sql.normalized[i]), binds };
  });
  details.row.forEach((row, i) => {
    rows[row]?.details.push({ name: text(details.name[i]), value: text(details.value[i]) });
  });
  return { ...heading, rows };
}

function checked(given: unknown): PackedTrace {
  const trace = object(given, 'the file');
  if (trace.format !== 'finepoint-trace') throw new NotATrace('format: "finepoint-trace" expected');
  if (trace.version !== 1) throw new NotATrace(`version: 1 expected, ${String(trace.version).slice(0, 20)} found`);
  if (typeof trace.traceId !== 'string') throw new NotATrace('traceId: a text expected');
  if (!states.includes(String(trace.state))) throw new NotATrace(`state: one of ${states.join(', ')} expected`);
  for (const name of ['startTime', 'elapsed', 'focus']) number(trace[name], name);
  const texts = list(trace.texts, 'texts');
  if (texts.some((one) => typeof one !== 'string')) throw new NotATrace('texts: texts expected');
  checkColumns(trace, texts.length);
  checkSparse(trace, texts.length);
  checkMap(trace.map);
  // The one place where what was checked gets its type.
  return given as PackedTrace;
}

function checkColumns(trace: Fields, texts: number): void {
  const columns = object(trace.columns, 'columns');
  const parents = list(columns.parent, 'columns.parent');
  for (const name of numbers) column(columns[name], `columns.${name}`, parents.length);
  for (const name of worded) places(columns[name], `columns.${name}`, texts, parents.length);
  parents.forEach((parent, id) => {
    if (!Number.isInteger(parent) || Number(parent) < -1 || Number(parent) >= id) {
      throw new NotATrace(`columns.parent: entry ${id} does not name a row before it`);
    }
  });
  const kind = list(columns.kind, 'columns.kind');
  if (kind.some((one) => kinds[Number(one)] === undefined)) throw new NotATrace('columns.kind: 0 … 7 expected');
  for (const [name, fields] of [
    ['applications', ['serviceName', 'applicationName', 'serviceType']],
    ['agents', ['agentId', 'agentName']],
  ] as const) {
    list(trace[name], name).forEach((one, i) => {
      const named = object(one, `${name}[${i}]`);
      for (const field of fields) {
        if (typeof named[field] !== 'string') throw new NotATrace(`${name}[${i}].${field}: a text expected`);
      }
    });
  }
}

function checkSparse(trace: Fields, texts: number): void {
  list(trace.exceptions, 'exceptions').forEach((one, i) => {
    const { row, exception } = object(one, `exceptions[${i}]`);
    number(row, `exceptions[${i}].row`);
    const thrown = object(exception, `exceptions[${i}].exception`);
    checkThrown(thrown, `exceptions[${i}].exception`);
    list(thrown.chain, `exceptions[${i}].exception.chain`).forEach((cause, n) => {
      const path = `exceptions[${i}].exception.chain[${n}]`;
      const inner = object(cause, path);
      checkThrown(inner, path);
      list(inner.frames, `${path}.frames`).forEach((frame) => {
        object(frame, `${path}.frames`);
      });
    });
  });
  const sql = object(trace.sql, 'sql');
  const statements = list(sql.row, 'sql.row').length;
  column(sql.row, 'sql.row', statements);
  places(sql.text, 'sql.text', texts, statements);
  places(sql.normalized, 'sql.normalized', texts, statements);
  const binds = list(sql.binds, 'sql.binds');
  if (binds.length !== statements) throw new NotATrace(`sql.binds: ${statements} entries expected`);
  binds.forEach((one, i) => {
    places(one, `sql.binds[${i}]`, texts, list(one, `sql.binds[${i}]`).length);
  });
  const details = object(trace.details, 'details');
  const count = list(details.row, 'details.row').length;
  column(details.row, 'details.row', count);
  places(details.name, 'details.name', texts, count);
  places(details.value, 'details.value', texts, count);
}

function checkThrown(thrown: Fields, path: string): void {
  if (typeof thrown.className !== 'string' || typeof thrown.message !== 'string') {
    throw new NotATrace(`${path}: className and message expected`);
  }
}

function checkMap(given: unknown): void {
  const map = object(given, 'map');
  list(map.nodes, 'map.nodes').forEach((one, i) => {
    const node = object(one, `map.nodes[${i}]`);
    const { total } = object(node.histogram, `map.nodes[${i}].histogram`);
    object(node.application, `map.nodes[${i}].application`);
    object(node.apdex, `map.nodes[${i}].apdex`);
    number(total, `map.nodes[${i}].histogram.total`);
    if (typeof node.key !== 'string') throw new NotATrace(`map.nodes[${i}].key: a text expected`);
  });
  list(map.links, 'map.links').forEach((one, i) => {
    const link = object(one, `map.links[${i}]`);
    object(link.histogram, `map.links[${i}].histogram`);
    for (const name of ['key', 'from', 'to']) {
      if (typeof link[name] !== 'string') throw new NotATrace(`map.links[${i}].${name}: a text expected`);
    }
  });
}

type Fields = Readonly<Record<string, unknown>>;

function object(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new NotATrace(`${path}: an object expected`);
  }
  return value as Fields;
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotATrace(`${path}: a list expected`);
  return value;
}

function number(value: unknown, path: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new NotATrace(`${path}: a number expected`);
}

function column(value: unknown, path: string, length: number): readonly unknown[] {
  const entries = list(value, path);
  if (entries.length !== length) throw new NotATrace(`${path}: ${entries.length} entries, ${length} expected`);
  for (const entry of entries) number(entry, path);
  return entries;
}

function places(value: unknown, path: string, texts: number, length: number): void {
  for (const entry of column(value, path, length)) {
    if (!Number.isInteger(entry) || Number(entry) < 0 || Number(entry) >= texts) {
      throw new NotATrace(`${path}: ${String(entry)} is no place in texts`);
    }
  }
}
