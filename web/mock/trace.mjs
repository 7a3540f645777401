import { chance, members } from './shop.mjs';

const paths = [
  '/',
  '/products',
  '/products/{id}',
  '/cart',
  '/cart/items',
  '/orders',
  '/orders/{id}',
  '/search',
  '/health',
];
export const pathOf = (seed) => paths[Math.floor(chance(seed, 'path') ** 1.5 * paths.length)] ?? '/';

const named = (name) => members.find((one) => one.application.applicationName === name).application;

/** A trace through four applications with SQL, a cache, a queue, an exception and a missing part. */
export function traceOf(traceId, elapsed, failed) {
  const applications = [named('shop-web'), named('shop-api'), named('order-api'), named('payment')];
  const agents = ['shop-web-1', 'shop-api-2', 'order-api-1', 'payment-2'].map((agentName) => ({
    agentId: agentName,
    agentName,
  }));
  const rows = [];
  const scale = elapsed / 400;
  const add = (parent, application, start, took, fields) => {
    const row = {
      id: rows.length,
      parent,
      depth: parent < 0 ? 0 : rows[parent].depth + 1,
      kind: 'method',
      title: '',
      className: '',
      argument: '',
      api: '',
      application,
      agent: application,
      start: Math.round(start * scale * 10) / 10,
      gap: 0,
      elapsed: Math.round(took * scale * 10) / 10,
      self: Math.round(took * scale * 0.2 * 10) / 10,
      failed: false,
      exception: null,
      sql: null,
      details: [],
      spanId: String(-7_000_000_000_000_000_000n + BigInt(application)),
      ...fields,
    };
    row.gap = Math.max(0, Math.round((row.start - (parent < 0 ? 0 : rows[parent].start)) * 10) / 10);
    rows.push(row);
    return row.id;
  };
  const sql = (normalized, binds) => ({
    text: normalized,
    normalized,
    binds,
    combined: binds.reduce((text, bind) => text.replace('?', `'${bind}'`), normalized),
  });
  const web = add(-1, 0, 0, 400, {
    kind: 'server',
    title: 'Node HTTP Server',
    argument: '/orders',
    api: 'NODE',
    details: [
      { name: 'http.status.code', value: failed ? '500' : '200' },
      { name: 'REMOTE_ADDRESS', value: '203.0.113.9' },
    ],
    failed,
  });
  const handler = add(web, 0, 4, 390, {
    title: 'express.middleware.handle(req, res)',
    className: 'express',
    api: 'EXPRESS',
  });
  const call = add(handler, 0, 8, 380, {
    kind: 'http',
    title: 'fetch',
    argument: 'http://shop-api:8080/api/orders',
    api: 'NODE_HTTP',
  });
  const api = add(call, 1, 14, 368, {
    kind: 'server',
    title: 'Tomcat Servlet Process',
    argument: '/api/orders',
    api: 'TOMCAT',
  });
  const controller = add(api, 1, 16, 362, {
    title: 'create(OrderRequest)',
    className: 'OrderController',
    api: 'SPRING_BEAN',
  });
  add(controller, 1, 18, 2, {
    kind: 'cache',
    title: 'get(byte[])',
    className: 'RedisClient',
    argument: 'session:8f31',
    api: 'REDIS',
  });
  for (let i = 0; i < 6; i++) {
    add(controller, 1, 22 + i * 4, 3.4, {
      kind: 'sql',
      title: 'executeQuery()',
      className: 'ClientPreparedStatement',
      argument: 'SELECT id, name, price, stock FROM product WHERE id = ?',
      api: 'MYSQL',
      sql: sql('SELECT id, name, price, stock FROM product WHERE id = ?', [String(100 + i)]),
      details: [{ name: 'SQL-BindValue', value: String(100 + i) }],
    });
  }
  const out = add(controller, 1, 50, 320, {
    kind: 'http',
    title: 'execute()',
    className: 'CloseableHttpClient',
    argument: 'http://order-api/orders',
    api: 'HTTP_CLIENT_4',
  });
  const order = add(out, 2, 55, 310, {
    kind: 'server',
    title: 'Tomcat Servlet Process',
    argument: '/orders',
    api: 'TOMCAT',
    failed,
  });
  const service = add(order, 2, 58, 300, {
    title: 'place(Order)',
    className: 'OrderService',
    api: 'SPRING_BEAN',
    failed,
  });
  add(service, 2, 60, 9, {
    kind: 'sql',
    title: 'executeUpdate()',
    className: 'PgPreparedStatement',
    argument: 'INSERT INTO orders (customer_id, total, status, created_at) VALUES (?, ?, ?, now())',
    api: 'POSTGRESQL',
    sql: sql('INSERT INTO orders (customer_id, total, status, created_at) VALUES (?, ?, ?, now())', [
      '8841',
      '129000',
      'NEW',
    ]),
  });
  const pay = add(service, 2, 72, 270, {
    kind: 'http',
    title: 'charge(Payment)',
    className: 'PaymentClient',
    argument: 'http://payment/charge',
    api: 'OK_HTTP_CLIENT',
    failed,
    exception: failed ? { className: 'java.net.SocketTimeoutException', message: 'Read timed out' } : null,
  });
  const charge = add(pay, 3, 80, 255, {
    kind: 'server',
    title: 'Go HTTP Server',
    argument: '/charge',
    api: 'GO_HTTP',
    failed,
  });
  add(charge, 3, 84, 245, {
    kind: 'http',
    title: 'Client.Do',
    argument: 'https://api.bank.example/v2/charges',
    api: 'GO_HTTP_CLIENT',
    failed,
  });
  const async = add(service, 2, 345, 12, { kind: 'async', title: 'Asynchronous Invocation', api: 'ASYNC' });
  add(async, 2, 346, 8, {
    kind: 'queue',
    title: 'send(ProducerRecord)',
    className: 'KafkaProducer',
    argument: 'order-events',
    api: 'KAFKA_CLIENT',
  });
  add(controller, 1, 372, 3, { kind: 'missing', title: 'catalog', agent: -1, spanId: '' });
  return {
    traceId,
    state: 'progress',
    startTime: Number(traceId.split('^')[1] ?? Date.now()),
    elapsed,
    focus: 0,
    applications,
    agents,
    rows,
  };
}
