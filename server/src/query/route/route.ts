import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { Problem } from '../schema/setup.ts';
import type { Sources } from '../sources.ts';

/** The HTTP server as routes see it: what a schema says is what their types say. */
export type Http = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** A group of routes: parses requests, asks pure functions, prints answers. */
export type Routes = (http: Http, sources: Sources) => void;

/** Error answers, the same for every route. */
export const problems = { '4xx': Problem, '5xx': Problem };
