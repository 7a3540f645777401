/** What the server refused and what to do, by the code of its answer. Codes that are not here show the server's own words. */
export const problem = {
  UNREACHABLE: 'The server cannot be reached. Check that it is running; this page tries again by itself.',
  SERVER_BUSY: 'The server is busy. Try again in a moment.',
  SERVER_STOPPING: 'The server is stopping. Try again when it has started.',
  STORE_CLOSED: 'The server is stopping. Try again when it has started.',
  REQUEST_INVALID: 'The request is not valid. Correct what the details name.',
  RANGE_INVALID: 'The time range is not valid: its end must come after its start.',
  RANGE_TOO_WIDE: 'The time range is wider than this page answers. Choose a shorter one.',
  APPLICATION_UNKNOWN: 'No such application is known. Choose another in the bar above.',
  TRACE_UNKNOWN: 'No such trace is stored. It may not have arrived yet, or is older than the retention.',
  TRACE_ID_INVALID: 'This is not a trace id. One looks like agentId^startTime^sequence, or is 32 hexadecimal digits.',
  TOKEN_WRONG: 'A token is needed. Open the address that the server printed at its start.',
  HOST_FORBIDDEN: 'This host name is not served. Open the address that the server printed at its start.',
  INTERNAL: 'The server failed. Its log says more under the request id in the details.',
};
