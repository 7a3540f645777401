import type { Recorder } from '../recorder.ts';
import { brokerHost, type Frame, type Language, redisHost, topicName } from './language.ts';

const api = (info: string, line: number) => ({ info, line });

const valve = api(
  'org.apache.catalina.core.StandardHostValve.invoke(org.apache.catalina.connector.Request request, org.apache.catalina.connector.Response response)',
  98,
);
const servlet = (method: string) =>
  api(
    `org.springframework.web.servlet.FrameworkServlet.do${method === 'POST' ? 'Post' : 'Get'}(javax.servlet.http.HttpServletRequest request, javax.servlet.http.HttpServletResponse response)`,
    method === 'POST' ? 909 : 898,
  );
const connect = api('com.zaxxer.hikari.HikariDataSource.getConnection()', 95);
const prepare = api('com.mysql.cj.jdbc.ConnectionImpl.prepareStatement(java.lang.String sql)', 1535);
const read = api('com.mysql.cj.jdbc.ClientPreparedStatement.executeQuery()', 921);
const update = api('com.mysql.cj.jdbc.ClientPreparedStatement.executeUpdate()', 994);
const lettuce = {
  get: api('io.lettuce.core.AbstractRedisAsyncCommands.get(java.lang.Object key)', 871),
  set: api('io.lettuce.core.AbstractRedisAsyncCommands.set(java.lang.Object key, java.lang.Object value)', 1541),
};
const execute = api(
  'org.apache.http.impl.client.CloseableHttpClient.execute(org.apache.http.client.methods.HttpUriRequest request)',
  108,
);
const exchangeHttp = api(
  'org.apache.http.protocol.HttpRequestExecutor.execute(org.apache.http.HttpRequest request, org.apache.http.HttpClientConnection conn, org.apache.http.protocol.HttpContext context)',
  119,
);
const send = api(
  'org.apache.kafka.clients.producer.KafkaProducer.doSend(org.apache.kafka.clients.producer.ProducerRecord record, org.apache.kafka.clients.producer.Callback callback)',
  938,
);
const submit = api(
  'org.springframework.aop.interceptor.AsyncExecutionAspectSupport.doSubmit(java.util.concurrent.Callable task, org.springframework.core.task.AsyncTaskExecutor executor, java.lang.Class returnType)',
  275,
);
const invoked = { info: 'Asynchronous Invocation', kind: 200 } as const;
const task = { info: 'org.springframework.aop.interceptor.AsyncExecutionInterceptor$$Lambda$1252.call()' };

/** Java 3.1.0: Spring Boot on Tomcat, HikariCP, MySQL, Lettuce, HttpClient 4, Kafka. */
export const java: Language = {
  name: 'java',
  applicationType: 1210,
  spanType: 1010,
  rootApi: { info: 'Servlet Process', kind: 100 },
  spanIdBits: 64,
  saysHost: true,
  fillsEmptyFields: true,
  eventsPerMessage: 20,
  rpc: 'template',
  errors: ({ exception, status }) => (exception ? 2 : 0) | (status ? 4 : 0),
  template: (path) => path,

  handle(recorder, { handler, method, params }, body) {
    const bean = () => recorder.event({ type: 5071, api: { info: handler } }, body);
    const notes = params === '' ? [] : [{ key: 41, text: params }];
    if (method === 'MESSAGE') bean();
    else
      recorder.event({ type: 1011, api: valve, notes }, () =>
        recorder.event({ type: 5051, api: servlet(method) }, bean),
      );
  },

  method: (recorder, info, body) => recorder.event({ type: 5071, api: { info } }, body),

  query(recorder, { statement, literals, binds, byUid, waits, takes }) {
    const next = { endPoint: statement.database.host, destinationId: statement.database.name };
    const sql = { sql: statement.text, literals, binds, byUid };
    recorder.event({ type: 6060, api: connect }, () => recorder.spend(waits));
    recorder.event({ type: 2100, api: prepare, next, notes: [{ ...sql, literals: '', binds: '' }] });
    recorder.event({ type: 2101, api: statement.text.startsWith('select') ? read : update, next, notes: [sql] }, () =>
      recorder.spend(takes),
    );
  },

  redis: (recorder, command, takes) =>
    recorder.event(
      { type: 8201, api: lettuce[command], next: { endPoint: redisHost, destinationId: 'REDIS_LETTUCE' } },
      () => recorder.spend(takes),
    ),

  http(recorder, { host, path, spanId }, exchange) {
    recorder.event({ type: 9053, api: execute }, () =>
      recorder.event(
        { type: 9052, api: exchangeHttp, next: { spanId, destinationId: host }, notes: [{ key: 40, text: path }] },
        ({ notes }) => {
          const answer = exchange(recorder.now);
          recorder.now = answer.end;
          notes.push({ key: 46, int: answer.status });
        },
      ),
    );
  },

  publish: (recorder, topic, spanId, takes) =>
    recorder.event(
      {
        type: 8660,
        api: send,
        next: { spanId, endPoint: brokerHost, destinationId: topicName(topic) },
        notes: [{ key: 140, text: topic }],
      },
      () => recorder.spend(takes),
    ),

  background(recorder, info, body) {
    const bean = (part: Recorder) => part.event({ type: 5071, api: { info } }, () => body(part));
    recorder.aside(
      { type: 5052, api: submit },
      (part) => part.event({ type: 100, api: invoked }, () => part.event({ type: 5052, api: task }, () => bean(part))),
      'go on',
    );
  },

  refusal: ({ host, path }, status) => ({
    className: 'org.springframework.web.client.HttpServerErrorException',
    message: `${status} on request to http://${host}${path}: [no body]`,
    at: 'org.springframework.web.client.HttpServerErrorException.create(HttpServerErrorException.java:100)',
  }),

  stack: ({ at }) => [frame(at), ...outer],
};

/** `package.Class.method(File.java:12)` as its parts. */
function frame(at: string): Frame {
  const parts = /^(?<className>.+)\.(?<methodName>[\w$<>]+)\((?<fileName>[^:]+):(?<line>\d+)\)$/.exec(at)?.groups ?? {};
  const { className = at, methodName = '', fileName = '', line = '0' } = parts;
  return { className, methodName, fileName, line: Number(line) };
}

const outer = [
  'java.lang.reflect.Method.invoke(Method.java:569)',
  'org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:205)',
  'org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter.handleInternal(RequestMappingHandlerAdapter.java:808)',
  'org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1072)',
  'org.springframework.web.servlet.FrameworkServlet.processRequest(FrameworkServlet.java:1006)',
  'javax.servlet.http.HttpServlet.service(HttpServlet.java:623)',
  'org.apache.catalina.core.ApplicationFilterChain.internalDoFilter(ApplicationFilterChain.java:209)',
  'org.apache.catalina.core.StandardHostValve.invoke(StandardHostValve.java:130)',
  'org.apache.coyote.http11.Http11Processor.service(Http11Processor.java:389)',
  'org.apache.tomcat.util.threads.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:659)',
  'java.lang.Thread.run(Thread.java:840)',
].map(frame);
