import type { Identity } from './identity.ts';
import { manners } from './manner.ts';

/**
 * The headers of a call as the official agent of the language sends them. `rpc` is its method, such as `SendSpan`;
 * `opened` is how many calls with a socket id this agent has made before.
 */
export function headersOf(identity: Identity, rpc: string, opened: number): Record<string, string> {
  const { language, application, agentId, agentName, startTime } = identity;
  const { serviceType, socketIds, command, commands } = manners[language];
  const headers: Record<string, string> = { agentid: agentId, applicationname: application, starttime: `${startTime}` };

  // The collector-agent in front of PHP has no names; Go 1.4 has no service type either.
  if (language !== 'php') headers.agentname = agentName;
  if (language !== 'php' && language !== 'go') headers.servicetype = `${serviceType}`;
  if (identity.service !== undefined)
    Object.assign(headers, { 'protocol.version': '400', servicename: identity.service });
  else if (language === 'java' || language === 'python') headers['protocol.version'] = '100';

  if (socketIds.on.includes(rpc)) headers.socketid = `${socketIds.first + opened}`;
  if (rpc === command && command === 'HandleCommandV2') headers.supportcommandcode = commands.join(';');
  if (wantsRetry(language, rpc)) headers['grpc.built-in.retry'] = 'true';
  return headers;
}

/** Asks the collector to fail a call with a status, so that the gRPC library repeats it. */
function wantsRetry(language: Identity['language'], rpc: string): boolean {
  const isMetadata = /^Request\w+MetaData$/.test(rpc);
  if (language === 'java') return isMetadata;
  return language === 'node' && (isMetadata || rpc === 'RequestAgentInfo' || rpc === 'PingSession');
}
