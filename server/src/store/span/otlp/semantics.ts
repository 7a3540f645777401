import { serviceType, typeNamed } from '../../../lib/service-type.ts';

/** SpanKind of OTLP. */
export const kindOf = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

/** A span that is a hop of its own: it was called from elsewhere, or by nobody. The others are calls inside a hop. */
export const isHop = (kind: number, hasParent: boolean): boolean =>
  kind === kindOf.SERVER || kind === kindOf.CONSUMER || !hasParent;

/** What attributes tell about a call, as places in an array; 0 is left free. */
export const slot = {
  DB_SYSTEM: 1,
  DB_NAME: 2,
  QUEUE_SYSTEM: 3,
  QUEUE: 4,
  RPC_SYSTEM: 5,
  RPC_SERVICE: 6,
  SERVER_ADDRESS: 7,
  SERVER_PORT: 8,
  PEER_NAME: 9,
  PEER_PORT: 10,
  HOST_NAME: 11,
  HOST_PORT: 12,
  HTTP_HOST: 13,
  URL: 14,
  PEER_SERVICE: 15,
  CLIENT_ADDRESS: 16,
  PEER_ADDRESS: 17,
} as const;
export const SLOTS = 18;

/**
 * The attributes of OpenTelemetry's semantic conventions that say where a call goes, the current names and those
 * before. https://opentelemetry.io/docs/specs/semconv/
 */
export const slotOfAttribute: ReadonlyMap<string, number> = new Map([
  ['db.system.name', slot.DB_SYSTEM],
  ['db.system', slot.DB_SYSTEM],
  ['db.namespace', slot.DB_NAME],
  ['db.name', slot.DB_NAME],
  ['messaging.system', slot.QUEUE_SYSTEM],
  ['messaging.destination.name', slot.QUEUE],
  ['messaging.destination', slot.QUEUE],
  ['rpc.system.name', slot.RPC_SYSTEM],
  ['rpc.system', slot.RPC_SYSTEM],
  ['rpc.service', slot.RPC_SERVICE],
  ['server.address', slot.SERVER_ADDRESS],
  ['server.port', slot.SERVER_PORT],
  ['net.peer.name', slot.PEER_NAME],
  ['net.peer.port', slot.PEER_PORT],
  ['net.host.name', slot.HOST_NAME],
  ['net.host.port', slot.HOST_PORT],
  ['http.host', slot.HTTP_HOST],
  ['url.full', slot.URL],
  ['http.url', slot.URL],
  ['peer.service', slot.PEER_SERVICE],
  ['client.address', slot.CLIENT_ADDRESS],
  ['http.client_ip', slot.CLIENT_ADDRESS],
  ['network.peer.address', slot.PEER_ADDRESS],
  ['net.sock.peer.addr', slot.PEER_ADDRESS],
  ['net.peer.ip', slot.PEER_ADDRESS],
]);

/** Where to look, in this order, for the name of who accepts a call … */
export const CALLEE_HOST = [slot.SERVER_ADDRESS, slot.PEER_NAME, slot.HTTP_HOST, slot.PEER_ADDRESS];
export const CALLEE_PORT = [slot.SERVER_PORT, slot.PEER_PORT];
/** … for a client whose attributes name no host … */
export const CALLEE_NAME = [slot.PEER_SERVICE, slot.RPC_SERVICE];
/** … and for a server's own name and its client's address. */
export const OWN_HOST = [slot.SERVER_ADDRESS, slot.HOST_NAME, slot.HTTP_HOST];
export const OWN_PORT = [slot.SERVER_PORT, slot.HOST_PORT];
export const CLIENT = [slot.CLIENT_ADDRESS, slot.PEER_ADDRESS];

/** Values of `db.system.name` and `db.system`, and the product that Pinpoint names. */
const databases: Readonly<Record<string, string>> = {
  mysql: 'MYSQL_EXECUTE_QUERY',
  mariadb: 'MARIADB_EXECUTE_QUERY',
  postgresql: 'POSTGRESQL_EXECUTE_QUERY',
  'microsoft.sql_server': 'MSSQL_EXECUTE_QUERY',
  mssql: 'MSSQL_EXECUTE_QUERY',
  'oracle.db': 'ORACLE_EXECUTE_QUERY',
  oracle: 'ORACLE_EXECUTE_QUERY',
  'ibm.db2': 'DB2_EXECUTE_QUERY',
  db2: 'DB2_EXECUTE_QUERY',
  'ibm.informix': 'INFORMIX_EXECUTE_QUERY',
  informix: 'INFORMIX_EXECUTE_QUERY',
  cubrid: 'CUBRID_EXECUTE_QUERY',
  cassandra: 'CASSANDRA_EXECUTE_QUERY',
  mongodb: 'MONGO_EXECUTE_QUERY',
  couchdb: 'COUCHDB_EXECUTE_QUERY',
  h2database: 'R2DBC_H2_EXECUTE_QUERY',
  h2: 'R2DBC_H2_EXECUTE_QUERY',
  clickhouse: 'CLICK_HOUSE_EXECUTE_QUERY',
  redis: 'REDIS',
  valkey: 'REDIS',
  memcached: 'MEMCACHED',
  hbase: 'HBASE_CLIENT',
};

/** Values of `messaging.system`. */
const queues: Readonly<Record<string, string>> = {
  kafka: 'KAFKA_CLIENT',
  rabbitmq: 'RABBITMQ_CLIENT',
  activemq: 'ACTIVEMQ_CLIENT',
  artemis: 'ACTIVEMQ_CLIENT',
  rocketmq: 'ROCKETMQ_CLIENT',
  pulsar: 'PULSAR_CLIENT',
  mqtt: 'PAHO_MQTT_CLIENT',
};

const codes = (names: Readonly<Record<string, string>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(names).map(([system, name]) => [system, typeNamed(name)?.code ?? serviceType.UNKNOWN]));
const databaseCodes = codes(databases);
const queueCodes = codes(queues);
const GRPC = typeNamed('GRPC')?.code ?? serviceType.OPENTELEMETRY_CLIENT;

/** The service type of a queue; that of any HTTP client where the system is not one that Pinpoint knows. */
export const queueType = (system: string): number => queueCodes.get(system) ?? serviceType.OPENTELEMETRY_CLIENT;

/** The service type of a call out of a hop. `INTERNAL` spans call nobody. */
export function callType(kind: number, dbSystem: string, queueSystem: string, rpcSystem: string): number {
  if (kind !== kindOf.CLIENT && kind !== kindOf.PRODUCER) return serviceType.OPENTELEMETRY_INTERNAL;
  if (dbSystem !== '') return databaseCodes.get(dbSystem) ?? serviceType.OPENTELEMETRY_DB_EXECUTE_QUERY;
  if (queueSystem !== '') return queueType(queueSystem);
  return rpcSystem === 'grpc' ? GRPC : serviceType.OPENTELEMETRY_CLIENT;
}

/** `host`, or `host:port` where a port is told; an address of IPv6 in brackets. */
export function hostAndPort(host: string, port: string): string {
  if (host === '' || port === '' || /:\d+$/.test(host)) return host;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const HOST_OF_URL = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i;

/** The host, and port if it is written, of an absolute URL; '' where there is none. */
export const hostOfUrl = (url: string): string => HOST_OF_URL.exec(url)?.[1] ?? '';

/** Who sent a span's parent, as Pinpoint's agents write it into W3C `tracestate`: `pp=svc:‹service›;app:‹name›;type:‹code›`. */
export function parentOf(traceState: string): { service: string; name: string; type: number } | undefined {
  const member = /(?:^|,)\s*pp=([^,]*)/.exec(traceState)?.[1];
  if (member === undefined) return undefined;
  const parts = new Map(
    member.split(';').map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)]),
  );
  const name = parts.get('app')?.trim() ?? '';
  if (name === '' || name.length > 254) return undefined;
  const type = Number(parts.get('type') ?? serviceType.OPENTELEMETRY_SERVER);
  return {
    service: parts.get('svc')?.trim().slice(0, 254) ?? '',
    name,
    type: Number.isInteger(type) && type > 0 && type <= 0x7fff ? type : serviceType.OPENTELEMETRY_SERVER,
  };
}
