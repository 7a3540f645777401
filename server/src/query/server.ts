import { timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { asFailure, Failure } from '../lib/failure.ts';
import { problemOf } from './problem.ts';
import { routes } from './route/index.ts';
import { metricsRoute } from './route/metrics.ts';
import { problems } from './route/route.ts';
import { statusRoute } from './route/status.ts';
import { Setup } from './schema/setup.ts';
import type { Sources } from './sources.ts';
import { watchQueries } from './status/watch.ts';

export interface HttpOptions {
  /** Folder of the built UI. */
  readonly ui: string;
  /** Needed on every request where the server listens beyond loopback. */
  readonly token: string | undefined;
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  readonly version: string;
  readonly log: FastifyBaseLogger;
  /** What the page "connect an agent" fills in; counted and timed here. */
  readonly setup: () => Promise<Setup>;
}

const COOKIE = 'finepoint_token';

/** Scripts and styles come from here alone; React's style attributes are inline, images may be drawn from a blob. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The HTTP server: REST API below /api/v1, its description at /api/openapi.json, the UI everywhere else. */
export async function httpServer(sources: Sources, options: HttpOptions) {
  const { token, tls, ui, version, log, setup } = options;
  const http = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 400 },
    requestTimeout: 60_000,
    https: tls === undefined ? null : { cert: tls.certificate, key: tls.key },
  }).withTypeProvider<TypeBoxTypeProvider>();

  // Tests of the API start the server without a UI.
  const hasUi = existsSync(ui);
  http.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    if (token === undefined) checkHost(request);
    else return checkToken(request, reply, token);
  });
  watchQueries(http, sources);
  http.setErrorHandler((error, request, reply) => answerProblem(failureOf(error), error, request, reply));
  http.setNotFoundHandler((request, reply) => {
    // The UI's own addresses are known to the UI alone; only what looks like a page is answered with it.
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+$/.test(path(request));
    if (isPage && hasUi) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    const failure = new Failure('ADDRESS_UNKNOWN', path(request).slice(0, 100));
    return answerProblem(failure, failure, request, reply);
  });

  await http.register(swagger, { openapi: { info: { title: 'Finepoint', version } } });
  if (hasUi) await http.register(fastifyStatic, staticOptions(ui));
  await http.register(
    async (api) => {
      const typed = api.withTypeProvider<TypeBoxTypeProvider>();
      typed.addHook('onSend', async (_, reply) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      });
      typed.get(
        '/setup',
        { schema: { summary: 'How agents reach this server', response: { 200: Setup, ...problems } } },
        setup,
      );
      statusRoute(typed, sources, version);
      for (const add of routes) add(typed, sources);
    },
    { prefix: '/api/v1' },
  );
  metricsRoute(http, sources, version);
  http.get('/api/openapi.json', { schema: { hide: true } }, async () => http.swagger());
  return http;
}

const staticOptions = (root: string): FastifyStaticOptions => ({
  root,
  wildcard: true,
  // The build lays scripts and styles down compressed as well.
  preCompressed: true,
  // Names of assets carry a hash of their content; the page that names them does not.
  setHeaders: (reply, file) => {
    const forever = file.includes('/assets/');
    reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  },
  cacheControl: false,
});

const path = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/** Without a token the server is for this machine: a page of the web must not reach it through a name of its own. */
function checkHost(request: FastifyRequest): void {
  const { hostname } = request;
  if (!/^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname)) {
    throw new Failure('HOST_FORBIDDEN', hostname.slice(0, 80));
  }
}

/** Takes the token from the header, the cookie, or once from the address, which then becomes a cookie. */
async function checkToken(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): Promise<FastifyReply | undefined> {
  const address = new URL(request.url, 'http://finepoint');
  const given = address.searchParams.get('token');
  if (given !== null && isToken(given, token)) {
    address.searchParams.delete('token');
    const secure = request.protocol === 'https' ? '; Secure' : '';
    const cookie = `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000${secure}`;
    // Two slashes at the beginning would name another host.
    const page = address.pathname.replace(/^\/+/, '/');
    return reply.header('set-cookie', cookie).redirect(`${page}${address.search}`, 303);
  }
  const [scheme, bearer = ''] = (request.headers.authorization ?? '').split(' ', 2);
  const cookie = request.headers.cookie?.split(/; */).find((one) => one.startsWith(`${COOKIE}=`));
  const shown = scheme === 'Bearer' ? bearer : (cookie?.slice(COOKIE.length + 1) ?? '');
  if (!isToken(shown, token)) throw new Failure('TOKEN_WRONG');
  return undefined;
}

function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { statusCode, message } =
    error instanceof Error && 'statusCode' in error ? error : { statusCode: 500, message: '' };
  const isClients = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isClients ? new Failure('REQUEST_INVALID', message.slice(0, 200), { cause: error }) : asFailure(error);
}

function answerProblem(failure: Failure, thrown: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (failure.status >= 500) request.log.error({ err: thrown, requestId: request.id }, failure.message);
  return reply.status(failure.status).type('application/problem+json').send(problemOf(failure, request.id));
}
