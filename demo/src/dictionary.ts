import { createHash } from 'node:crypto';
import type { Mishap } from './dsl.ts';
import type { Language } from './language/language.ts';
import type { Metadata } from './outgoing.ts';
import type { Api, Thrown } from './recorder.ts';
import type { Span } from './span.ts';

/** The ids by which one agent names methods, statements, texts and exceptions, and what it has yet to tell of them. */
export class Dictionary {
  readonly #language: Language;
  readonly #apis = new Map<string, number>();
  readonly #sqls = new Map<string, number>();
  readonly #uids = new Map<string, Uint8Array>();
  readonly #texts = new Map<string, number>();
  readonly #exceptions = new WeakMap<Thrown, bigint>();
  #exceptionIds = 0n;
  #untold: Metadata[] = [];

  constructor(language: Language) {
    this.#language = language;
  }

  /** What has got an id since the last time. */
  takeUntold(): readonly Metadata[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  api({ info, line = 0, kind = 0 }: Api): number {
    return idOf(this.#apis, `${info}\n${kind}`, (apiId) =>
      this.#untold.push({ kind: 'api', message: { apiId, apiInfo: info, line, type: kind } }),
    );
  }

  sql(sql: string): number {
    return idOf(this.#sqls, sql, (sqlId) => this.#untold.push({ kind: 'sql', message: { sqlId, sql } }));
  }

  /** 16 bytes that stand for a statement in every agent. Agents hash with MurmurHash3; nobody can tell. */
  sqlUid(sql: string): Uint8Array {
    const known = this.#uids.get(sql);
    if (known !== undefined) return known;
    const sqlUid = new Uint8Array(createHash('md5').update(sql).digest());
    this.#uids.set(sql, sqlUid);
    this.#untold.push({ kind: 'sqlUid', message: { sqlUid, sql } });
    return sqlUid;
  }

  text(text: string): number {
    return idOf(this.#texts, text, (stringId) =>
      this.#untold.push({ kind: 'string', message: { stringId, stringValue: text } }),
    );
  }

  /** One id for an exception and its causes. */
  exception(thrown: Thrown, span: Span): bigint {
    const known = this.#exceptions.get(thrown);
    if (known !== undefined) return known;
    const id = ++this.#exceptionIds;
    this.#exceptions.set(thrown, id);
    this.#untold.push({
      kind: 'exception',
      message: {
        exceptions: chainOf(thrown.mishap).map((mishap, depth) => ({
          exceptionClassName: mishap.className,
          exceptionMessage: mishap.message,
          startTime: BigInt(thrown.at),
          exceptionId: id,
          exceptionDepth: depth,
          stackTraceElement: this.#language.stack(mishap).map(({ line, ...frame }) => ({ ...frame, lineNumber: line })),
        })),
        transactionId: {
          agentId: span.transaction.agentId,
          agentStartTime: BigInt(span.transaction.startTime),
          sequence: BigInt(span.transaction.sequence),
        },
        spanId: span.spanId,
        uriTemplate: span.uriTemplate,
      },
    });
    return id;
  }
}

const chainOf = (mishap: Mishap): readonly Mishap[] => [mishap, ...(mishap.cause ? chainOf(mishap.cause) : [])];

function idOf(ids: Map<string, number>, key: string, tell: (id: number) => void): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = ids.size + 1;
  ids.set(key, id);
  tell(id);
  return id;
}
