import { brokerHost, type Frame, type Language, redisHost, topicName } from './language.ts';

const api = (info: string) => ({ info, line: -1 });

/** Go 1.4.7: net/http, go-sql-driver, go-redis. */
export const go: Language = {
  name: 'go',
  applicationType: 1800,
  spanType: 1800,
  rootApi: { info: 'HTTP Server', line: -1, kind: 100 },
  spanIdBits: 64,
  saysHost: true,
  fillsEmptyFields: false,
  eventsPerMessage: Number.POSITIVE_INFINITY,
  rpc: 'path',
  errors: ({ exception, status }) => (exception || status ? 1 : 0),
  // The mux of net/http matches by prefix.
  template: (path) => path.replace(/\{.*$/, ''),

  handle: (recorder, { handler }, body) => recorder.event({ type: 1801, api: api(handler) }, body),

  method: (recorder, info, body) => recorder.event({ type: 1801, api: api(info) }, body),

  query(recorder, { statement, literals, binds, byUid, takes }) {
    recorder.event(
      {
        type: 2101,
        api: api(statement.text.startsWith('select') ? 'StmtQueryContext' : 'StmtExecContext'),
        next: { endPoint: statement.database.host, destinationId: statement.database.name },
        notes: [{ sql: statement.text, literals, binds, byUid }],
      },
      () => recorder.spend(takes),
    );
  },

  redis: (recorder, command, takes) =>
    recorder.event(
      {
        type: 8203,
        api: api('go-redis/v9.Process()'),
        next: { endPoint: redisHost, destinationId: 'REDIS' },
        notes: [{ key: -1, text: command }],
      },
      () => recorder.spend(takes),
    ),

  http(recorder, { method, host, path, spanId }, exchange) {
    recorder.event(
      {
        type: 9401,
        api: api('http/Client.Do()'),
        next: { spanId, endPoint: host, destinationId: host },
        notes: [{ key: 40, text: `${method} http://${host}${path}` }],
      },
      ({ notes }) => {
        const answer = exchange(recorder.now);
        recorder.now = answer.end;
        notes.push({ key: 46, int: answer.status });
      },
    );
  },

  publish: (recorder, topic, spanId, takes) =>
    recorder.event(
      {
        type: 8660,
        api: api('SyncProducer.SendMessage'),
        next: { spanId, endPoint: brokerHost, destinationId: topicName(topic) },
        notes: [{ key: 140, text: topic }],
      },
      () => recorder.spend(takes),
    ),

  background: (recorder, info, body) =>
    recorder.aside(
      { type: 1801, api: api(info) },
      (part) =>
        part.event({ type: 100, api: { info: 'Goroutine Invocation', line: -1, kind: 200 } }, () =>
          part.event({ type: 1801, api: api(info) }, () => body(part)),
        ),
      'go on',
    ),

  refusal: ({ host }, status) => ({
    className: 'main',
    message: `${host} answered ${status}`,
    at: 'main.fetch (/app/fetch.go:51)',
  }),

  stack: ({ at }) => [frame(at), ...outer],
};

/** `package.function (/path/file.go:12)` as its parts. */
function frame(at: string): Frame {
  const parts = /^(?<className>.+)\.(?<methodName>\w+) \((?<fileName>.+):(?<line>\d+)\)$/.exec(at)?.groups ?? {};
  const { className = at, methodName = '', fileName = '', line = '0' } = parts;
  return { className, methodName, fileName, line: Number(line) };
}

const outer = [
  'net/http.HandlerFunc.ServeHTTP (/usr/local/go/src/net/http/server.go:2286)',
  'net/http.(*ServeMux).ServeHTTP (/usr/local/go/src/net/http/server.go:2828)',
  'net/http.(*conn).serve (/usr/local/go/src/net/http/server.go:2067)',
].map(frame);
