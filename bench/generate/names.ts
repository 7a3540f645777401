import type { Agent } from '../../server/src/store/application.ts';
import type { MetadataStore } from '../../server/src/store/metadata/store.ts';
import { applicationNames, type Step, shop } from './shop.ts';
import { statementNames, statements } from './statements.ts';

/** What spans name by number. All agents number alike here, which no real ones do, and nothing depends on it. */
const METHODS: readonly string[] = [
  ...new Set(applicationNames.flatMap((name) => shop[name].endpoints.flatMap(({ steps }) => steps.flatMap(methodsOf)))),
];

export const api = {
  SERVER: 1,
  CONTAINER: 2,
  CONTROLLER: 3,
  SQL: 4,
  REDIS: 5,
  HTTP: 6,
  PUBLISH: 7,
  ASYNC: 8,
  LATER: 9,
} as const;

const FIRST_METHOD = 20;
export const apiOfMethod = (name: string): number => FIRST_METHOD + METHODS.indexOf(name);
export const EXCEPTION_CLASS = 1;
export const sqlId = new Map(statementNames.map((name, index) => [name, index + 1]));

const APIS: readonly (readonly [number, string, number])[] = [
  [api.SERVER, 'Server Process', 100],
  [api.CONTAINER, 'org.apache.catalina.core.StandardHostValve.invoke(Request request, Response response)', 0],
  [api.CONTROLLER, 'org.springframework.web.servlet.FrameworkServlet.service(HttpServletRequest request)', 0],
  [api.SQL, 'com.mysql.cj.jdbc.ClientPreparedStatement.executeQuery()', 0],
  [api.REDIS, 'io.lettuce.core.AbstractRedisAsyncCommands.dispatch(RedisCommand command)', 0],
  [api.HTTP, 'org.apache.http.impl.client.CloseableHttpClient.execute(HttpHost target, HttpRequest request)', 0],
  [api.PUBLISH, 'org.apache.kafka.clients.producer.KafkaProducer.send(ProducerRecord record)', 0],
  [api.ASYNC, 'Asynchronous Invocation', 200],
  [api.LATER, 'java.util.concurrent.ThreadPoolExecutor.runWorker(Worker worker)', 0],
];

/** Announces the names of an agent, as it would before its first span. */
export async function announce(agent: Agent, store: MetadataStore): Promise<void> {
  await Promise.all([
    ...APIS.map(([id, info, type]) => store.putApi(agent, id, { info, line: -1, type, location: '' })),
    ...METHODS.map((name) =>
      store.putApi(agent, apiOfMethod(name), { info: `com.example.shop.${name}()`, line: 42, type: 0, location: '' }),
    ),
    ...statementNames.map((name) => store.putSql(agent, sqlId.get(name) ?? 0, statements[name].text)),
    store.putString(agent, EXCEPTION_CLASS, 'java.net.SocketTimeoutException'),
  ]);
}

function methodsOf(step: Step): string[] {
  if (step.do === 'method') return [step.name];
  return step.do === 'later' ? step.steps.flatMap(methodsOf) : [];
}
