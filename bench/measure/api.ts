import { Agent, get } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  /** From the request to the last byte of the answer. */
  readonly ms: number;
}

/** The REST API of a server, over connections that stay open as a browser's do. */
export class Api {
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(port: number) {
    this.#port = port;
  }

  /** Any answer, failures included. */
  ask(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<Answer> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) search.set(name, String(value));
    const url = `http://127.0.0.1:${this.#port}/api/v1${path}?${search}`;
    const began = performance.now();
    return new Promise((resolve, reject) => {
      get(url, { agent: this.#agent }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece) => pieces.push(piece));
        response.once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces), ms: performance.now() - began });
        });
      }).once('error', reject);
    });
  }

  /** An answer of status 200; throws what else the server says. */
  async get(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<Answer> {
    const answer = await this.ask(path, query);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.toString('utf8', 0, 300)}`);
    return answer;
  }

  async json(path: string, query: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    return JSON.parse((await this.get(path, query)).body.toString());
  }

  /** Dots of an application received from `from` to before `to`. */
  async dots(application: string, from: number, to: number): Promise<number> {
    return countOf((await this.get('/scatter', { application, from, to })).body);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The count in the header of a scatter answer (server/src/query/schema/scatter.ts). */
export function countOf(body: Buffer): number {
  const header: { readonly count: number } = JSON.parse(body.toString('utf8', 4, 4 + body.readUInt32LE(0)));
  return header.count;
}
