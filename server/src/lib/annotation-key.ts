/**
 * Every annotation key that Pinpoint's agents write: key, flag, name.
 * V shown as a detail of its call · E says that metadata is missing · - read for something else, not shown by itself
 */
const table = `
-9999 - UNKNOWN
-100 V Asynchronous Invocation
-52 - ExceptionChainId
-51 - ExceptionClass
-50 V Exception
-40 - cached_args[N]
-39 - cached_args[9]
-38 - cached_args[8]
-37 - cached_args[7]
-36 - cached_args[6]
-35 - cached_args[5]
-34 - cached_args[4]
-33 - cached_args[3]
-32 - cached_args[2]
-31 - cached_args[1]
-30 - cached_args[0]
-11 - args[N]
-10 - args[9]
-9 - args[8]
-8 - args[7]
-7 - args[6]
-6 - args[5]
-5 - args[4]
-4 - args[3]
-3 - args[2]
-2 - args[1]
-1 - args[0]
12 - API
13 - API-METADATA
14 V RETURN_DATA
20 - SQL-ID
21 V SQL
22 - SQL-METADATA
23 - SQL-PARAM
24 V SQL-BindValue
25 - SQL-UID
30 - STRING_ID
40 - http.url
41 V http.param
42 V http.entity
45 V http.cookie
46 V http.status.code
47 V http.req.header
48 - http.internal.display
49 V http.io
50 V http.method
51 V http.secure
55 V http.resp.header
80 - thrift.url
81 V thrift.args
82 V thrift.result
100 - message.queue.url
101 V activemq.broker.address
102 V activemq.message
110 V hystrix.command
111 V hystrix.command.execution
112 V hystrix.command.fallback.cause
113 V hystrix.command.exception
115 V hystrix.command.key
116 V hystrix.command.group.key
117 V hystrix.thread.pool.key
118 V hystrix.collapser.key
120 V netty.address
130 V rabbitmq.exchange
131 V rabbitmq.routingkey
132 - rabbitmq.properties
133 - rabbitmq.body
140 V kafka.topic
141 V kafka.partition
142 V kafka.offset
143 V kafka.batch
144 V kafka.header
145 V kafka.consumer.group
150 - MONGO-JSON-Data
151 V Collection-Info
152 - Collection-Option
153 V MONGO-JSON
154 V MONGO-JSON-BindValue
160 V grpc.status
173 V es.dsl
176 V es.version
177 V es8.dsl
178 V es8.version
180 V process.command
181 V process.pid
191 V mqtt.topic
192 V mqtt.broker.uri
193 V mqtt.message.payload
194 V mqtt.qos
200 V cxf.operation
201 V cxf.args
203 V cxf.address
204 V cxf.response.code
205 V cxf.encoding
206 V cxf.http.method
207 V cxf.content.type
208 V cxf.headers
209 V cxf.messages
210 V cxf.payload
300 V PROXY_HTTP_HEADER
310 - redis.io
320 V hbase.client.params
321 V hbase.table.name
325 V hbase.op.read.size
326 V hbase.op.write.size
327 V hbase.scan.rpc.result.num
330 V memory.usage
340 V thread.name
400 V Attribute
402 V Event
403 V Link
404 - SpanId
405 - ParentSpanId
406 V Dropped
407 V Truncated
408 - Scope
409 V gen_ai.model
410 V gen_ai.usage
411 V gen_ai.ttft
800 V rocketmq.topic
801 V rocketmq.message.queue
802 V rocketmq.offset
803 V rocketmq.batch
804 V rocketmq.send.status
805 V rocketmq.broker.server
893 V pulsar.retry.count
894 V pulsar.sequence.id
895 V pulsar.message.size
896 V pulsar.partition.index
897 V pulsar.message.id
898 V pulsar.topic
899 V pulsar.broker.url
923 V marker.message
997 - apache.dubbo.args
998 - apache.dubbo.result
999 V apache.dubbo.rpc
9000 - gson.json.length
9001 - jackson.json.length
9002 - json-lib.json.length
9003 - fastjson.json.length
10015 - API-TAG
10000010 E API-METADATA-ERROR
10000011 E API-METADATA-AGENT-INFO-NOT-FOUND
10000012 E API-METADATA-IDENTIFIER-CHECK_ERROR
10000013 E API-METADATA-NOT-FOUND
10000014 E API-METADATA-DID-COLLSION
9441 V envoy.operation
9442 V upstream.cluster
`;

interface AnnotationKey {
  readonly name: string;
  readonly shown: boolean;
}

const keys = new Map<number, AnnotationKey>();
for (const line of table.trim().split('\n')) {
  const [key = '', flag = '', ...name] = line.split(' ');
  keys.set(Number(key), { name: name.join(' '), shown: flag === 'V' });
}

const numbers: ReadonlyMap<string, number> = new Map([...keys].map(([key, { name }]) => [name, key]));

/** What to call an annotation; one that nobody registered is called by its number. */
export const annotationName = (key: number): string => keys.get(key)?.name ?? `annotation ${key}`;

/** The annotation of a name as `annotationName` gives it; undefined where none is registered under it. */
export const annotationNamed = (name: string): number | undefined => numbers.get(name);

/** Whether the annotation is a detail to show. Unregistered ones are: better an odd name than a lost fact. */
export const annotationShown = (key: number): boolean => keys.get(key)?.shown ?? true;

/** The keys that the code knows by name. */
export const annotationKey = {
  API: 12,
  RETURN_DATA: 14,
  SQL_ID: 20,
  SQL: 21,
  SQL_BIND: 24,
  SQL_UID: 25,
  HTTP_URL: 40,
  HTTP_PARAM: 41,
  HTTP_STATUS: 46,
  HTTP_INTERNAL_DISPLAY: 48,
  HTTP_IO: 49,
  HTTP_METHOD: 50,
  THRIFT_URL: 80,
  MESSAGE_QUEUE_URL: 100,
  NETTY_ADDRESS: 120,
  MONGO_JSON_DATA: 150,
  GRPC_STATUS: 160,
  PROXY_HTTP_HEADER: 300,
  REDIS_IO: 310,
  ATTRIBUTE: 400,
  EVENT: 402,
  LINK: 403,
  SPAN_ID: 404,
  PARENT_SPAN_ID: 405,
  SCOPE: 408,
  ARGS_0: -1,
  ARGS_N: -11,
  CACHED_ARGS_0: -30,
  CACHED_ARGS_N: -40,
  EXCEPTION_CLASS: -51,
  EXCEPTION_CHAIN_ID: -52,
  ASYNC: -100,
} as const;
