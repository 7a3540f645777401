/** What a failure is: its HTTP status, its gRPC status, and one sentence of what happened and what to do. */
interface Shape {
  readonly status: number;
  readonly grpc: GrpcStatus;
  readonly says: string;
}

/** The gRPC status codes we answer with, by number. https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const grpcStatus = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;
export type GrpcStatus = keyof typeof grpcStatus;

/** Every way this program fails on purpose. `docs/errors.md` is this table; a test holds them equal. */
export const failures = {
  NODE_TOO_OLD: {
    status: 500,
    grpc: 'FAILED_PRECONDITION',
    says: 'this Node.js is too old; install Node.js 20.19 or newer and start again',
  },
  SETTINGS_WRONG: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'some settings are wrong; correct each one listed and start again',
  },
  PORT_IN_USE: {
    status: 500,
    grpc: 'UNAVAILABLE',
    says: 'a port is in use by another program; stop that program or choose another port',
  },
  DATA_LOCKED: {
    status: 500,
    grpc: 'UNAVAILABLE',
    says: 'the data directory is in use by another Finepoint; stop it or choose another directory with --data',
  },
  DATA_NOT_WRITABLE: {
    status: 500,
    grpc: 'UNAVAILABLE',
    says: 'the data directory cannot be written; give this user the right to write it or choose another with --data',
  },
  DATA_TOO_NEW: {
    status: 500,
    grpc: 'FAILED_PRECONDITION',
    says: 'the data was written by a newer Finepoint; start that version, or choose an empty directory with --data',
  },
  CERTIFICATE_UNREADABLE: {
    status: 500,
    grpc: 'FAILED_PRECONDITION',
    says: 'the TLS certificate or key cannot be read; check both paths',
  },
  STORE_CLOSED: {
    status: 503,
    grpc: 'UNAVAILABLE',
    says: 'the storage is closed because the server is stopping; try again after it has started',
  },
  STORE_DAMAGED: {
    status: 500,
    grpc: 'INTERNAL',
    says: 'a stored value is damaged and was left out; the rest of the data is not affected',
  },
  STORE_TOO_NEW: {
    status: 500,
    grpc: 'FAILED_PRECONDITION',
    says: 'a stored value was written by a newer Finepoint; start that version',
  },
  VALUE_TOO_LARGE: { status: 400, grpc: 'INVALID_ARGUMENT', says: 'a value is larger than the storage takes (8 MiB)' },
  HEADER_INVALID: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'a header of the agent is missing or not valid; correct the named agent setting',
  },
  MESSAGE_INVALID: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'the message cannot be read; check that agent and server versions fit each other',
  },
  MESSAGE_TOO_LARGE: { status: 413, grpc: 'RESOURCE_EXHAUSTED', says: 'the message is larger than this server takes' },
  VERSION_UNKNOWN: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'the span version is not known to this server; check which agent versions are served',
  },
  METHOD_UNKNOWN: { status: 404, grpc: 'UNIMPLEMENTED', says: 'this server has no such method' },
  ENCODING_UNKNOWN: {
    status: 415,
    grpc: 'UNIMPLEMENTED',
    says: 'this compression is not known to this server; use gzip, zstd (OTLP only) or none',
  },
  CONTENT_TYPE_UNKNOWN: {
    status: 415,
    grpc: 'INVALID_ARGUMENT',
    says: 'this content type is not known to this server; send application/x-protobuf or application/json',
  },
  HTTP_METHOD_UNKNOWN: { status: 405, grpc: 'UNIMPLEMENTED', says: 'this address takes POST requests only' },
  DISK_LOW: {
    status: 503,
    grpc: 'RESOURCE_EXHAUSTED',
    says: 'the disk, or what Finepoint may use of it, is nearly full; free some or add some: then it goes on by itself',
  },
  SERVER_BUSY: { status: 503, grpc: 'RESOURCE_EXHAUSTED', says: 'the server is busy; try again in a moment' },
  SERVER_STOPPING: { status: 503, grpc: 'UNAVAILABLE', says: 'the server is stopping; try again in a moment' },
  COMMAND_UNKNOWN: { status: 404, grpc: 'NOT_FOUND', says: 'nobody waits for the answer to this command' },
  REQUEST_INVALID: { status: 400, grpc: 'INVALID_ARGUMENT', says: 'the request is not valid; correct what is named' },
  QUERY_INVALID: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'the search cannot be read; correct what is named',
  },
  RANGE_INVALID: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'the time range is not valid; its end must come after its start',
  },
  RANGE_TOO_WIDE: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'the time range is wider than this page answers; choose a shorter one',
  },
  APPLICATION_UNKNOWN: {
    status: 404,
    grpc: 'NOT_FOUND',
    says: 'no such application is known; check its name and type',
  },
  TRACE_UNKNOWN: {
    status: 404,
    grpc: 'NOT_FOUND',
    says: 'no such trace is stored; it may not have arrived yet, or is older than the retention',
  },
  TRACE_ID_INVALID: {
    status: 400,
    grpc: 'INVALID_ARGUMENT',
    says: 'this is not a trace id; it looks like agentId^startTime^sequence, or 32 hexadecimal digits',
  },
  ADDRESS_UNKNOWN: { status: 404, grpc: 'NOT_FOUND', says: 'there is nothing at this address' },
  TOKEN_WRONG: {
    status: 401,
    grpc: 'PERMISSION_DENIED',
    says: 'a token is needed; open the address that the server printed at its start',
  },
  HOST_FORBIDDEN: {
    status: 403,
    grpc: 'PERMISSION_DENIED',
    says: 'this host name is not served; open the address that the server printed, or allow other machines with --listen',
  },
  INTERNAL: { status: 500, grpc: 'INTERNAL', says: 'the server failed; its log says more under the request id' },
} as const satisfies Record<string, Shape>;

export type FailureCode = keyof typeof failures;

/** An error of the catalogue. `detail` says which one (a port, a path, a field) and is safe to show to the caller. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly detail: string;

  /** The gRPC status, by number. */
  readonly grpc: number;

  /** `options.grpc`: where a caller needs another status than this failure has everywhere else. */
  constructor(code: FailureCode, detail = '', options?: ErrorOptions & { readonly grpc?: GrpcStatus }) {
    super(detail === '' ? failures[code].says : `${failures[code].says} (${detail})`, options);
    this.name = 'Failure';
    this.code = code;
    this.detail = detail;
    this.grpc = grpcStatus[options?.grpc ?? failures[code].grpc];
  }

  get status(): number {
    return failures[this.code].status;
  }
}

/** The failure that `error` is, or INTERNAL around it: what a stranger may see of it is the same either way. */
export const asFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('INTERNAL', '', { cause: error });
