import type { Recorder } from '../recorder.ts';
import { type Frame, type Language, redisHost, topicName } from './language.ts';

const invoked = { info: 'Asynchronous Invocation', line: -1, kind: 200 } as const;

/** Node.js 1.4.2: Express and axios. Whatever waits goes on in a chunk, which is sent before its span. */
export const node: Language = {
  name: 'node',
  applicationType: 1400,
  spanType: 1400,
  rootApi: { info: 'Node Server Process', line: -1, kind: 100 },
  spanIdBits: 53,
  saysHost: true,
  fillsEmptyFields: true,
  eventsPerMessage: Number.POSITIVE_INFINITY,
  rpc: 'path',
  errors: ({ exception, status }) => (exception || status ? 1 : 0),
  template: (path) => path.replaceAll(/\{(\w+)\}/g, ':$1'),

  handle(recorder, { handler }, body) {
    recorder.event({ type: 6600, api: { info: 'Router.use', line: -1 } });
    recorder.event({ type: 6600, api: { info: handler, line: -1 } }, body);
  },

  method: (recorder, info, body) => recorder.event({ type: 1401, api: { info, line: -1 } }, body),

  query(recorder, { statement, literals, binds, byUid, takes }) {
    const next = { endPoint: statement.database.host, destinationId: statement.database.name };
    recorder.aside(
      {
        type: 2101,
        api: { info: 'PoolConnection.query', line: -1 },
        next,
        notes: [{ sql: statement.text, literals, binds, byUid }],
      },
      (part) => answered(part, () => part.spend(takes)),
      'wait',
    );
  },

  redis: (recorder, command, takes) =>
    recorder.aside(
      {
        type: 8202,
        api: { info: `Redis.${command}`, line: -1 },
        next: { endPoint: redisHost, destinationId: 'Redis' },
      },
      (part) => answered(part, () => part.spend(takes)),
      'wait',
    ),

  http(recorder, { method, host, path, spanId }, exchange) {
    const notes = [
      { key: 12, text: method },
      { key: 40, text: `${host}${path}` },
    ];
    recorder.aside(
      { type: 9057, notes: [{ key: 12, text: 'http.request' }] },
      (part) =>
        answered(part, () =>
          part.event({ type: 9056, next: { spanId, destinationId: host }, notes }, (event) => {
            const answer = exchange(part.now);
            part.now = answer.end;
            event.notes.push({ key: 46, int: answer.status });
          }),
        ),
      'wait',
    );
  },

  publish: (recorder, topic, spanId, takes) =>
    recorder.event({ type: 8660, next: { spanId, destinationId: topicName(topic) } }, () => recorder.spend(takes)),

  background: (recorder, info, body) =>
    recorder.aside({ type: 1401, api: { info, line: -1 } }, (part) => answered(part, () => body(part)), 'go on'),

  refusal: (_, status) => ({
    className: 'AxiosError',
    message: `Request failed with status code ${status}`,
    at: 'settle (/srv/shop-web/node_modules/axios/lib/core/settle.js:19:12)',
  }),

  stack: ({ at }) => [frame(at), ...outer],
};

function answered(part: Recorder, body: () => void): void {
  part.event({ type: 100, api: invoked }, body);
}

/** `name (/path/file.js:1:2)` as its parts. */
function frame(at: string): Frame {
  const parts = /^(?<methodName>\S+) \((?<fileName>.+):(?<line>\d+):\d+\)$/.exec(at)?.groups ?? {};
  const { methodName = at, fileName = '', line = '0' } = parts;
  return { className: fileName.split('/').at(-1) ?? '', methodName, fileName, line: Number(line) };
}

const outer = [
  'handle (/srv/shop-web/routes/index.js:31:5)',
  'handleRequest (/srv/shop-web/node_modules/router/lib/layer.js:169:11)',
  'next (/srv/shop-web/node_modules/router/lib/route.js:163:13)',
  'dispatch (/srv/shop-web/node_modules/router/lib/route.js:123:3)',
].map(frame);
