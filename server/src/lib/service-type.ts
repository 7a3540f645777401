import { serviceTypeTable } from './service-type-table.ts';

/** What kind of thing a service type is: its code's range says it (server.md §5.3). */
export type ServiceCategory =
  | 'UNDEFINED'
  | 'INTERNAL'
  | 'SERVER'
  | 'DATABASE'
  | 'LIBRARY'
  | 'CACHE'
  | 'MESSAGE_BROKER'
  | 'HBASE'
  | 'CACHE_SANDBOX'
  | 'RPC';

export interface ServiceType {
  readonly code: number;
  /** Unique, such as MYSQL_EXECUTE_QUERY. */
  readonly name: string;
  /** What to show; types of one product share it, such as MYSQL. */
  readonly description: string;
  readonly category: ServiceCategory;
  /** Calls end here: nothing behind it is traced. */
  readonly terminal: boolean;
  readonly queue: boolean;
  /** Its events are calls to another node of the server map. */
  readonly recordStatistics: boolean;
  /** The name of its calls' destination is the node. */
  readonly includeDestinationId: boolean;
  /** Its events name the destination that another event's host stands for. */
  readonly alias: boolean;
}

/** The types that the code knows by name. */
export const serviceType = {
  UNDEFINED: -1,
  UNKNOWN: 1,
  USER: 2,
  UNKNOWN_GROUP: 3,
  ASYNC: 100,
  SPRING_BOOT: 1210,
  OPENTELEMETRY_SERVER: 1220,
  OPENTELEMETRY_INTERNAL: 1221,
  NODE: 1400,
  PHP: 1500,
  PYTHON: 1700,
  GO: 1800,
  UNKNOWN_DB: 2050,
  OPENTELEMETRY_DB: 2060,
  OPENTELEMETRY_DB_EXECUTE_QUERY: 2061,
  MYSQL: 2100,
  MYSQL_EXECUTE_QUERY: 2101,
  REACTOR: 6510,
  REDIS: 8200,
  KT_COROUTINES: 8901,
  OPENTELEMETRY_CLIENT: 9310,
} as const;

/** First codes of the categories, greatest first. */
const ranges: readonly (readonly [number, ServiceCategory])[] = [
  [10_000, 'UNDEFINED'],
  [9000, 'RPC'],
  [8900, 'CACHE_SANDBOX'],
  [8800, 'HBASE'],
  [8300, 'MESSAGE_BROKER'],
  [8000, 'CACHE'],
  [5000, 'LIBRARY'],
  [3000, 'UNDEFINED'],
  [2000, 'DATABASE'],
  [1000, 'SERVER'],
  [0, 'INTERNAL'],
];

export const categoryOf = (code: number): ServiceCategory =>
  ranges.find(([first]) => code >= first)?.[1] ?? 'UNDEFINED';

const byCode = new Map<number, ServiceType>();
const byName = new Map<string, ServiceType>();
for (const line of serviceTypeTable.trim().split('\n')) {
  const [code = '', name = '', flags = '', description = name] = line.split(' ');
  const type = make(Number(code), name, flags, description);
  byCode.set(type.code, type);
  byName.set(type.name, type);
}

function make(code: number, name: string, flags: string, description: string): ServiceType {
  return {
    code,
    name,
    description,
    category: categoryOf(code),
    terminal: flags.includes('T'),
    queue: flags.includes('Q'),
    recordStatistics: flags.includes('R'),
    includeDestinationId: flags.includes('D'),
    alias: flags.includes('A'),
  };
}

/** The type of a code. A code that nobody registered is a type too, named by its number: `TYPE_1234`, with no flags. */
export function typeOf(code: number): ServiceType {
  const known = table[code + 1];
  if (known !== undefined) return known;
  const type = byCode.get(code) ?? make(code, `TYPE_${code}`, '', `TYPE_${code}`);
  // Spans name their types again and again: codes of the usual size are looked up by place, made once.
  if (code >= -1 && code < TABLE_SIZE - 1) table[code + 1] = type;
  return type;
}

const TABLE_SIZE = 0x8001;
const table: (ServiceType | undefined)[] = new Array(TABLE_SIZE);

/** The type of a name as `typeOf` gives it; undefined when there is none. */
export function typeNamed(name: string): ServiceType | undefined {
  const unregistered = /^TYPE_(-?\d{1,10})$/.exec(name)?.[1];
  return unregistered === undefined ? byName.get(name) : typeOf(Number(unregistered));
}

/** Whether response times of this type are counted in the FAST slots (caches). */
export const isFast = (code: number): boolean => code >= 8000 && code < 9000 && (code < 8300 || code >= 8900);

export const isServer = (code: number): boolean => categoryOf(code) === 'SERVER';

export const isRpcClient = (code: number): boolean => categoryOf(code) === 'RPC';
