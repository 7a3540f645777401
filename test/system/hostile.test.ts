import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { grpcStatus as status } from '../../server/src/lib/failure.ts';
import { readSpans } from '../captures/spans.ts';
import { Api, lately } from './api.ts';
import { eventually } from './eventually.ts';
import { Connection, frame, type Outcome } from './grpc-call.ts';
import { type RunningServer, startServer } from './server.ts';
import { batchOf, headersOf, identityOf, methods, rootSpan, TestAgent } from './test-agent.ts';

const batchPath = methods.SendSpanBatch.path;

describe('hostile and broken clients', () => {
  let server: RunningServer;
  let api: Api;
  let line: Connection;

  before(async () => {
    server = await startServer();
    api = new Api(server);
    line = await Connection.open(server.ports.span);
  });

  after(() => server.stop());

  const agentNamed = async (agentId: string) => (await api.agents()).find((agent) => agent.agentId === agentId);

  const rejectedOf = async (agentId: string) => (await agentNamed(agentId))?.rejected;

  test('an unknown method is said to be not implemented', async () => {
    const headers = headersOf(identityOf('METHODS'));
    for (const path of ['/v1.Span/SendSpans', '/v1.Log/Connect', '/', '/../v1.Span/SendSpanBatch', '/__proto__']) {
      assert.equal((await line.unary(path, headers, Buffer.alloc(0))).status, status.UNIMPLEMENTED, path);
    }
  });

  test('the two calls for commands are not mixed up', async () => {
    const headers = headersOf(identityOf('COMMANDS'));
    const path = '/v1.ProfilerCommandService';
    const older = line.call(`${path}/HandleCommand`, { ...headers, supportcommandcode: '710;730' });
    assert.equal((await older.outcome).status, status.INVALID_ARGUMENT);
    assert.equal((await line.call(`${path}/HandleCommandV2`, headers).outcome).status, status.INVALID_ARGUMENT);
  });

  test('a message of 5 MiB is too large, in a call and in a stream', async () => {
    const headers = headersOf(identityOf('LARGE'));
    const message = Buffer.alloc(5 * 1024 * 1024);
    assert.equal((await line.unary(batchPath, headers, message)).status, status.RESOURCE_EXHAUSTED);
    const stream = line.call(methods.SendSpan.path, headers);
    stream.send(message);
    assert.equal((await stream.outcome).status, status.RESOURCE_EXHAUSTED);
  });

  describe('compressed messages', () => {
    const identity = identityOf('GZIP');
    const call = async (bytes: Buffer, encoding: string): Promise<Outcome> => {
      const one = line.call(batchPath, { ...headersOf(identity), 'grpc-encoding': encoding });
      one.sendBytes(frame(bytes, true));
      one.end();
      return one.outcome;
    };

    test('are taken', async () => {
      assert.equal((await call(gzipSync(batchOf(identity, 1)), 'gzip')).status, status.OK);
      assert.equal((await api.dots({ name: 'GZIP', type: 'NODE' }, lately())).length, 1);
    });

    test('are refused if they unfold to more than a message may be', async () => {
      const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
      assert.ok(bomb.length < 200_000);
      assert.equal((await call(bomb, 'gzip')).status, status.RESOURCE_EXHAUSTED);
    });

    test('are refused if they are not what they say', async () => {
      assert.ok((await call(Buffer.from('no gzip at all'), 'gzip')).status > 0);
      assert.equal((await call(batchOf(identity, 2), 'snappy')).status, status.UNIMPLEMENTED);
    });
  });

  test('a span of an unknown version is rejected alone, counted, and its neighbours are stored', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('VERSIONS'));
    const [first, strange, last] = [1, 2, 3].map((sequence) => rootSpan(agent.identity, sequence));
    const outcome = await agent.spans({ ...first }, { ...strange, version: 2 }, { ...last });
    assert.equal(outcome.status, status.OK);
    const [answer = Buffer.alloc(0)] = outcome.answers;
    const { partialSuccess } = methods.SendSpanBatch.responseDeserialize(answer);
    assert.equal(partialSuccess?.rejectedSpans, 1n);
    assert.match(partialSuccess?.errorMessage ?? '', /version/);
    assert.equal((await api.dots({ name: 'VERSIONS', type: 'NODE' }, lately())).length, 2);
    await eventually(
      () => agentNamed('versions-1'),
      (listed) => {
        assert.equal(listed?.received, 3);
        assert.equal(listed?.stored, 2);
        assert.deepEqual(listed?.rejected, { VERSION_UNKNOWN: 1 });
      },
    );
    await agent.cut();
  });

  test('bytes that are no message are refused by every method that takes one', async () => {
    const headers = headersOf(identityOf('GARBAGE'));
    const garbage = Buffer.from('ffffffffffffffffffff', 'hex');
    for (const { path, requestStream } of Object.values(methods)) {
      if (requestStream) continue;
      assert.equal((await line.unary(path, headers, garbage)).status, status.INVALID_ARGUMENT, path);
    }
  });

  test('a call without a message, with two, or with half of one is refused', async () => {
    const identity = identityOf('FRAMES');
    const message = frame(batchOf(identity, 1));
    for (const bytes of [Buffer.alloc(0), Buffer.concat([message, message]), message.subarray(0, 20)]) {
      const call = line.call(batchPath, headersOf(identity));
      call.sendBytes(bytes);
      call.end();
      assert.equal((await call.outcome).status, status.INVALID_ARGUMENT);
    }
    assert.deepEqual(await api.dots({ name: 'FRAMES', type: 'NODE' }, lately()), []);
  });

  test('a stream goes on behind a span that cannot be read', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('STREAM'));
    const stream = agent.openSpans();
    const { requestSerialize } = methods.SendSpan;
    stream.send(Buffer.from('no span'));
    stream.send(requestSerialize({ field: { case: 'span', value: rootSpan(agent.identity, 1) } }));
    stream.end();
    assert.equal((await stream.outcome).status, status.OK);
    assert.equal((await api.dots({ name: 'STREAM', type: 'NODE' }, lately())).length, 1);
    await eventually(
      () => rejectedOf('stream-1'),
      (rejected) => assert.deepEqual(rejected, { MESSAGE_INVALID: 1 }),
    );
    await agent.cut();
  });

  test('recorded spans with bytes changed, cut off or put in are read or rejected, each alone', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('MUTANTS'));
    const stream = agent.openSpans();
    const messages = ['mixed-chain', 'node-agent/v1.4.2-express4'].flatMap(readSpans);
    const mutants = messages.flatMap(({ raw }, place) => [
      flipped(raw, place),
      cutOff(raw, place),
      doubled(raw, place),
    ]);
    for (const mutant of mutants) stream.send(mutant);
    stream.end();
    assert.equal((await stream.outcome).status, status.OK);
    await eventually(
      () => agentNamed('mutants-1'),
      (listed) => {
        const rejected = Object.values(listed?.rejected ?? {}).reduce((sum, count) => sum + count, 0);
        assert.equal(listed?.received, mutants.length);
        assert.equal((listed?.stored ?? 0) + rejected, mutants.length);
        assert.deepEqual(
          Object.keys(listed?.rejected ?? {}).filter((reason) => !/^(MESSAGE_INVALID|VERSION_UNKNOWN)$/.test(reason)),
          [],
        );
      },
    );
    for (const { serviceName, applicationName, serviceType } of await api.applications()) {
      if (applicationName !== 'MUTANTS') continue;
      const named = { service: serviceName, name: applicationName, type: serviceType };
      for (const { traceId } of (await api.transactions(named, lately())).items) await api.trace(traceId);
      await api.map(named, lately());
    }
    await agent.cut();
  });

  test('calls that are cancelled cost nothing but themselves', async () => {
    const identity = identityOf('CANCEL');
    const outcomes = Array.from({ length: 200 }, (_, sequence) => {
      const call = line.call(batchPath, headersOf(identity));
      call.send(batchOf(identity, sequence));
      if (sequence % 2 === 0) call.cancel();
      else call.end();
      return call.outcome;
    });
    const answered = (await Promise.all(outcomes)).filter((outcome) => outcome.status === status.OK);
    assert.equal(answered.length, 100);
    const dots = await api.dots({ name: 'CANCEL', type: 'NODE' }, lately());
    assert.ok(dots.length >= 100, 'what was acknowledged is stored');
  });

  test('a connection that ends inside a message takes nothing with it', async () => {
    const identity = identityOf('TORN');
    const torn = await Connection.open(server.ports.span);
    const stream = torn.call(methods.SendSpan.path, headersOf(identity));
    const message = frame(methods.SendSpan.requestSerialize({ field: { case: 'span', value: rootSpan(identity, 1) } }));
    stream.sendBytes(Buffer.concat([message, message.subarray(0, 30)]));
    await torn.flushed();
    await torn.cut();
    await eventually(
      () => api.dots({ name: 'TORN', type: 'NODE' }, lately()),
      ({ length }) => assert.equal(length, 1),
    );
  });

  test('what speaks another protocol is shown the door', async () => {
    for (const bytes of [
      'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
      '\x00\x01\x02\x03',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nxxxxxxxxxxxxxxxxxx',
    ]) {
      const socket = connect(server.ports.agent, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.end(bytes, 'latin1');
      assert.doesNotMatch(await text(socket).catch(() => ''), /200 OK/);
    }
    const tls = connectTls({ port: server.ports.agent, host: '127.0.0.1', rejectUnauthorized: false });
    await assert.rejects(
      new Promise((resolve, reject) => {
        tls.once('secureConnect', resolve).once('error', reject);
      }),
    );
  });

  test('two hundred connections in a moment are served', async () => {
    const identity = identityOf('CROWD');
    const connections = await Promise.all(Array.from({ length: 200 }, () => Connection.open(server.ports.span)));
    const outcomes = await Promise.all(
      connections.map((connection, sequence) =>
        connection.unary(batchPath, headersOf(identity), batchOf(identity, sequence)),
      ),
    );
    assert.ok(outcomes.every((outcome) => outcome.status === status.OK));
    await Promise.all(
      connections.map((connection, place) => (place % 2 === 0 ? connection.cut() : connection.close())),
    );
    assert.equal((await api.dots({ name: 'CROWD', type: 'NODE' }, lately())).length, 200);
  });

  test('after all this the server serves, and has complained of nothing', async () => {
    const identity = identityOf('AFTER');
    assert.equal((await line.unary(batchPath, headersOf(identity), batchOf(identity, 1))).status, status.OK);
    assert.equal((await api.dots({ name: 'AFTER', type: 'NODE' }, lately())).length, 1);
    const greeting = /^Finepoint \S+ is ready.*?simulated traffic to look at\n*/s;
    assert.equal(server.output().replace(greeting, ''), '');
    await line.close();
    assert.equal(await server.stop(), 0);
  });
});

/** A byte is another one. */
function flipped(raw: Uint8Array, place: number): Uint8Array {
  const bytes = Uint8Array.from(raw);
  const at = (place * 7919) % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (place % 8));
  return bytes;
}

const cutOff = (raw: Uint8Array, place: number): Uint8Array => raw.subarray(0, (place * 104_729) % raw.length);

/** A piece of it stands twice. */
function doubled(raw: Uint8Array, place: number): Uint8Array {
  const at = (place * 31) % raw.length;
  return Buffer.concat([raw.subarray(0, at), raw.subarray(Math.max(0, at - 9))]);
}
