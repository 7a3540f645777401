import { type Static, Type } from 'typebox';

const Ports = Type.Object({ agent: Type.Integer(), stat: Type.Integer(), span: Type.Integer() });

/** What the page "connect an agent" fills in, and what the frame shows. */
export const Setup = Type.Object({
  version: Type.String(),
  now: Type.Integer({ description: "the server's clock, ms since 1970" }),
  addresses: Type.Array(Type.String(), { description: 'where other machines reach this one, best first' }),
  ports: Ports,
  otlp: Type.Object(
    { grpc: Type.Integer(), http: Type.Integer() },
    { description: "where OpenTelemetry's exporters connect" },
  ),
  tls: Type.Union([Ports, Type.Null()], { description: 'the same with TLS; null without a certificate' }),
  agents: Type.Integer({ description: 'agents ever seen' }),
  running: Type.Integer({ description: 'agents that are running' }),
});
export type Setup = Static<typeof Setup>;

/** Every error answer: application/problem+json (RFC 9457). */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String({ description: 'what happened and what to do' }),
  status: Type.Integer(),
  code: Type.String({ description: 'of docs/errors.md' }),
  detail: Type.String(),
  instance: Type.String({ description: 'id of the request in the log' }),
});
export type Problem = Static<typeof Problem>;
