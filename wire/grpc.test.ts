import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serviceDefinition } from './grpc.ts';
import { Agent, ProfilerCommandService, Span } from './index.ts';

describe('a service as gRPC wants it', () => {
  const agent = serviceDefinition(Agent);

  test('has its methods under their names and paths on the wire', () => {
    assert.deepEqual(Object.keys(serviceDefinition(Span)), ['SendSpan', 'SendSpanBatch']);
    assert.equal(agent.PingSession.path, '/v1.Agent/PingSession');
    assert.equal(agent.PingSession.originalName, 'pingSession');
  });

  test('says which side of a call streams', () => {
    const sides = ({ requestStream, responseStream }: { requestStream: boolean; responseStream: boolean }) =>
      `${requestStream ? 'many' : 'one'} to ${responseStream ? 'many' : 'one'}`;
    assert.equal(sides(serviceDefinition(Span).SendSpan), 'many to one');
    assert.equal(sides(serviceDefinition(Span).SendSpanBatch), 'one to one');
    assert.equal(sides(serviceDefinition(ProfilerCommandService).HandleCommandV2), 'many to many');
  });

  test('sends plain objects and receives messages, with ids of 64 bits unharmed', () => {
    const { requestSerialize, requestDeserialize } = serviceDefinition(Span).SendSpan;
    const sent = { field: { case: 'span' as const, value: { spanId: -8806853133966751030n, err: -1 } } };
    const { field } = requestDeserialize(requestSerialize(sent));
    assert.equal(field.case, 'span');
    assert.equal(field.value.spanId, -8806853133966751030n);
    assert.equal(field.value.err, -1);
  });

  test('writes protobuf: field 1 of PResult is true', () => {
    assert.deepEqual([...agent.RequestAgentInfo.responseSerialize({ success: true })], [0x08, 0x01]);
  });

  test('refuses bytes that are no message', () => {
    assert.throws(() => agent.RequestAgentInfo.requestDeserialize(Buffer.from([0x0a, 0xff])));
  });
});
