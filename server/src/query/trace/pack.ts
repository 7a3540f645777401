import { kinds, type PackedTrace, type Trace, type TraceRow } from '../schema/trace.ts';

/** A trace as columns, each text once: a hundred thousand rows say the same few hundred things. */
export function packTrace({ rows, ...heading }: Trace): PackedTrace {
  const texts = new Texts();
  const text = (of: (row: TraceRow) => string): number[] => rows.map((row) => texts.place(of(row)));
  const number = (of: (row: TraceRow) => number): number[] => rows.map(of);
  const statements = rows.flatMap(({ id, sql }) => (sql === null ? [] : [{ id, ...sql }]));
  const details: PackedTrace['details'] = { row: [], name: [], value: [] };
  for (const row of rows) {
    for (const { name, value } of row.details) {
      details.row.push(row.id);
      details.name.push(texts.place(name));
      details.value.push(texts.place(value));
    }
  }
  return {
    format: 'finepoint-trace',
    version: 1,
    ...heading,
    columns: {
      parent: number((row) => row.parent),
      kind: number((row) => kinds.indexOf(row.kind)),
      title: text((row) => row.title),
      className: text((row) => row.className),
      argument: text((row) => row.argument),
      api: text((row) => row.api),
      application: number((row) => row.application),
      agent: number((row) => row.agent),
      start: number((row) => row.start),
      gap: number((row) => row.gap),
      elapsed: number((row) => row.elapsed),
      self: number((row) => row.self),
      flags: number((row) => (row.failed ? 1 : 0) + (row.async ? 2 : 0)),
      spanId: text((row) => row.spanId),
    },
    exceptions: rows.flatMap(({ id, exception }) => (exception === null ? [] : [{ row: id, exception }])),
    sql: {
      row: statements.map(({ id }) => id),
      text: statements.map((sql) => texts.place(sql.text)),
      normalized: statements.map((sql) => texts.place(sql.normalized)),
      binds: statements.map(({ binds }) => binds.map((bind) => texts.place(bind))),
    },
    details,
    texts: texts.all,
  };
}

class Texts {
  readonly all: string[] = [''];
  readonly #places = new Map<string, number>([['', 0]]);

  place(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.all.push(text) - 1;
      this.#places.set(text, place);
    }
    return place;
  }
}
