import { brokerHost, type Frame, type Language, redisHost, topicName } from './language.ts';

/** Python 1.1.0: Flask, PyMySQL, redis-py, requests. Its requests do not say which host they dialled. */
export const python: Language = {
  name: 'python',
  applicationType: 1700,
  spanType: 1700,
  rootApi: { info: 'Flask HTTP Server', kind: 100 },
  spanIdBits: 64,
  saysHost: false,
  fillsEmptyFields: false,
  eventsPerMessage: Number.POSITIVE_INFINITY,
  rpc: 'path',
  errors: ({ exception, status }) => (exception ? 2 : 0) | (status ? 4 : 0),
  template: (path) => path.replaceAll(/\{(\w+)\}/g, '<int:$1>'),

  handle: (recorder, { handler }, body) => recorder.event({ type: 1701, api: { info: handler } }, body),

  method: (recorder, info, body) => recorder.event({ type: 1701, api: { info } }, body),

  query(recorder, { statement, literals, binds, byUid, takes }) {
    recorder.event(
      {
        type: 2101,
        api: { info: 'pymysql.cursors.Cursor.execute' },
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
        api: { info: 'redis.client.Redis.execute_command' },
        next: { endPoint: redisHost, destinationId: 'REDIS' },
        notes: [{ key: -1, text: command.toUpperCase() }],
      },
      () => recorder.spend(takes),
    ),

  http(recorder, { host, path, spanId }, exchange) {
    recorder.event(
      {
        type: 9900,
        api: { info: 'requests.sessions.Session.send' },
        next: { spanId, endPoint: host, destinationId: host },
        notes: [{ key: 40, text: `http://${host}${path}` }],
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
        api: { info: 'kafka.producer.KafkaProducer.send' },
        next: { spanId, endPoint: brokerHost, destinationId: topicName(topic) },
        notes: [{ key: 140, text: topic }],
      },
      () => recorder.spend(takes),
    ),

  background: (recorder, info, body) =>
    recorder.aside(
      { type: 1701, api: { info } },
      (part) =>
        part.event({ type: 100, api: { info: 'threading.Thread.run', kind: 200 } }, () => {
          body(part);
        }),
      'go on',
    ),

  refusal: ({ host, path }, status) => ({
    className: 'requests.exceptions.HTTPError',
    message: `${status} Server Error: for url: http://${host}${path}`,
    at: 'requests.models.raise_for_status (/srv/venv/lib/python3.11/site-packages/requests/models.py:1026)',
  }),

  stack: ({ at }) => [frame(at), ...outer],
};

/** `package.module.function (/path/file.py:12)` as its parts. */
function frame(at: string): Frame {
  const parts = /^(?<className>.+)\.(?<methodName>\w+) \((?<fileName>.+):(?<line>\d+)\)$/.exec(at)?.groups ?? {};
  const { className = at, methodName = '', fileName = '', line = '0' } = parts;
  return { className, methodName, fileName, line: Number(line) };
}

const outer = [
  'flask.app.dispatch_request (/srv/venv/lib/python3.11/site-packages/flask/app.py:902)',
  'flask.app.full_dispatch_request (/srv/venv/lib/python3.11/site-packages/flask/app.py:917)',
  'flask.app.wsgi_app (/srv/venv/lib/python3.11/site-packages/flask/app.py:1511)',
].map(frame);
