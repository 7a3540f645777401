import { createServer, type Server } from 'node:net';
import { Failure } from '../lib/failure.ts';

/**
 * The numbers of ports that nobody listens on, all different: 0 becomes one that is free. Receivers share their ports,
 * and a port that can be shared could be taken twice without anybody noticing; so all are first taken alone, at once,
 * lest two of them be given the same free one. What is not wanted at all is undefined, and comes out as 0. Throws
 * PORT_IN_USE.
 */
export async function freePorts<Name extends string>(
  host: string,
  wanted: Readonly<Record<Name, number | undefined>>,
): Promise<Record<Name, number>> {
  const probes = new Map<Name, Server>();
  const found = { ...wanted } as Record<Name, number>;
  try {
    for (const name in wanted) {
      const port = wanted[name];
      if (port !== undefined) probes.set(name, await probe(host, port));
      found[name] = portOf(probes.get(name)) ?? 0;
    }
    return found;
  } finally {
    await Promise.all([...probes.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function probe(host: string, port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Failure('PORT_IN_USE', `port ${port}`, { cause: error }) : error);
    });
    server.listen({ port, host, exclusive: true }, resolve);
  });
  return server;
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
