import { Failure } from '../../lib/failure.ts';
import { readCommands } from '../grpc/identity.ts';
import type { Caller, Incoming, Method } from '../grpc/method.ts';

/**
 * `v1.ProfilerCommandService`: the stream on which an agent waits for commands. It is kept open; nothing is asked of
 * agents yet, so an answer to a command is an answer to nobody.
 */
export function commandService(): [string, Method][] {
  return [
    ['/v1.ProfilerCommandService/HandleCommand', { kind: 'stream', open: (caller) => kept(caller, false) }],
    ['/v1.ProfilerCommandService/HandleCommandV2', { kind: 'stream', open: (caller) => kept(caller, true) }],
    ...['CommandEcho', 'CommandActiveThreadDump', 'CommandActiveThreadLightDump'].map((name): [string, Method] => [
      `/v1.ProfilerCommandService/${name}`,
      {
        kind: 'unary',
        answer: async () => {
          throw new Failure('COMMAND_UNKNOWN');
        },
      },
    ]),
    [
      '/v1.ProfilerCommandService/CommandStreamActiveThreadCount',
      {
        kind: 'stream',
        open() {
          throw new Failure('COMMAND_UNKNOWN');
        },
      },
    ],
  ];
}

/** The newer call names its commands in a header, the older one in its first message; a mix is a mistake. */
function kept({ headers }: Caller, inHeader: boolean): Incoming {
  const commands = readCommands(headers);
  if (inHeader && commands === undefined) throw new Failure('HEADER_INVALID', 'supportcommandcode is missing');
  if (!inHeader && commands !== undefined) {
    throw new Failure('HEADER_INVALID', 'supportcommandcode belongs to HandleCommandV2');
  }
  return { message() {}, end: async () => undefined, gone() {} };
}
