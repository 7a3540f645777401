import { brokerHost, type Frame, type Language, redisHost, topicName } from './language.ts';

const api = (info: string) => ({ info, line: -1 });

/** PHP through the collector-agent: every annotation is text, ids have 31 bits, SQL is not normalized. */
export const php: Language = {
  name: 'php',
  applicationType: 1500,
  spanType: 1500,
  rootApi: { info: 'PHP Request', line: -1, kind: 100 },
  spanIdBits: 31,
  saysHost: true,
  fillsEmptyFields: false,
  eventsPerMessage: Number.POSITIVE_INFINITY,
  rpc: 'path',
  errors: ({ exception, status }) => (exception || status ? 1 : 0),
  template: (path) => path,

  handle: (recorder, { handler }, body) => recorder.event({ type: 1501, api: api(handler) }, body),

  method: (recorder, info, body) => recorder.event({ type: 1501, api: api(info) }, body),

  query(recorder, { statement, takes }) {
    recorder.event(
      {
        type: 2101,
        api: api('PDOStatement::execute'),
        next: { endPoint: statement.database.host, destinationId: statement.database.name },
        notes: [{ sql: statement.text, literals: statement.text, binds: '', byUid: false }],
      },
      () => recorder.spend(takes),
    );
  },

  redis: (recorder, command, takes) =>
    recorder.event(
      { type: 8203, api: api(`Redis::${command}`), next: { endPoint: redisHost, destinationId: 'REDIS' } },
      () => recorder.spend(takes),
    ),

  http(recorder, { host, path, spanId }, exchange) {
    recorder.event(
      {
        type: 9700,
        api: api('curl_exec'),
        next: { spanId, destinationId: host },
        notes: [{ key: 40, text: `https://${host}${path}` }],
      },
      ({ notes }) => {
        const answer = exchange(recorder.now);
        recorder.now = answer.end;
        notes.push({ key: 46, text: String(answer.status) });
      },
    );
  },

  publish: (recorder, topic, spanId, takes) =>
    recorder.event(
      {
        type: 8660,
        api: api('RdKafka\\ProducerTopic::produce'),
        next: { spanId, endPoint: brokerHost, destinationId: topicName(topic) },
      },
      () => recorder.spend(takes),
    ),

  // PHP has one thread a request: what others leave to another thread runs before the answer.
  background: (recorder, info, body) => recorder.event({ type: 1501, api: api(info) }, () => body(recorder)),

  refusal: ({ host }, status) => ({
    className: 'App\\Payment\\GatewayException',
    message: `${host} answered ${status}: upstream connect error`,
    at: 'App\\Payment\\Gateway::charge (/srv/payment/app/Payment/Gateway.php:118)',
  }),

  stack: ({ at }) => [frame(at)],
};

function frame(at: string): Frame {
  const parts = /^(?<className>.+)::(?<methodName>\w+) \((?<fileName>.+):(?<line>\d+)\)$/.exec(at)?.groups ?? {};
  const { className = at, methodName = '', fileName = '', line = '0' } = parts;
  return { className, methodName, fileName, line: Number(line) };
}
