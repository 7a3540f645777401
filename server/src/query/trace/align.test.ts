import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { at, type Json, list, messageOf, number, text } from '../../../../test/captures/message.ts';
import type { Received, SpanId } from '../../store/span/span.ts';
import { type AlignOptions, alignTrace } from './align.ts';
import type { CallNode, CallTree } from './call-tree.ts';
import { agent, chunk, event, ms, outline, recorded, span, traces } from './trace.test-data.ts';

const late: AlignOptions = { now: ms(3_600_000) };
const soon: AlignOptions = { now: ms(30_000) };

test('one request through Node.js, Java, Python and Go is the tree that its recording expects', () => {
  const golden: Json = JSON.parse(
    readFileSync(new URL('../../../../test/captures/mixed-chain/golden-transaction.json', import.meta.url), 'utf8'),
  );
  const received = list(golden, 'messages').map((json) => {
    const name = text(json, 'agent');
    return recorded(messageOf(at(json, 'message'), name), name, text(at(golden, 'agents', name), 'applicationName'));
  });
  const tree = alignTrace(received, late);
  assert.equal(tree.state, 'complete');
  assert.deepEqual(spansBelow(tree.nodes[0]), list(golden, 'expectedTree').map(expectedSpan));
});

/** A span as `expectedTree` has it: its own events with those of its chunks, and the spans that they led to. */
function spansBelow(node: CallNode | undefined): Json[] {
  if (node?.kind !== 'span') return [];
  const events: Json[] = [];
  const spans: Json[] = [];
  const collect = (of: CallNode): void => {
    for (const child of of.children) {
      if (child.kind === 'span') spans.push(...spansBelow(child));
      else if (child.kind === 'event') {
        const { sequence, serviceType, destinationId, nextSpanId, elapsed } = child.event;
        const from = child.received.message.kind;
        events.push({ from, sequence, serviceType, destinationId, nextSpanId: `${nextSpanId}`, elapsed });
        collect(child);
      }
    }
  };
  collect(node);
  const { span } = node;
  const { spanId, parentSpanId, serviceType, rpc, endPoint, acceptorHost, startTime, elapsed } = span;
  const ids = { spanId: `${spanId}`, parentSpanId: `${parentSpanId}` };
  const application = node.received.agent.application.name;
  return [
    {
      application,
      ...ids,
      serviceType,
      rpc,
      endPoint,
      acceptorHost,
      startTime,
      elapsed,
      events: sorted(events),
      spans,
    },
  ];
}

function expectedSpan(json: Json): Json {
  return {
    application: text(json, 'application'),
    spanId: text(json, 'spanId'),
    parentSpanId: text(json, 'parentSpanId'),
    serviceType: number(json, 'serviceType'),
    rpc: text(json, 'rpc'),
    endPoint: text(json, 'endPoint'),
    acceptorHost: text(json, 'acceptorHost'),
    startTime: number(json, 'startTime'),
    elapsed: number(json, 'elapsed'),
    events: sorted(
      list(json, 'events').map((one) => ({
        from: text(one, 'from'),
        sequence: number(one, 'sequence'),
        serviceType: number(one, 'serviceType'),
        destinationId: text(one, 'destinationId'),
        nextSpanId: text(one, 'nextSpanId') || '-1',
        elapsed: number(one, 'endElapsed'),
      })),
    ),
    spans: list(json, 'children').map(expectedSpan),
  };
}

/** The recording lists a chunk's events first, the tree has them below the event that began them. */
const sorted = (events: readonly Json[]): Json[] =>
  events.toSorted(
    (a, b) => text(a, 'from').localeCompare(text(b, 'from')) || number(a, 'sequence') - number(b, 'sequence'),
  );

test('the asynchronous part of the golden request hangs below the event that began it', () => {
  const [trace] = traces('mixed-chain').filter(({ id }) => id === 'node-1^1795419005129^1');
  const lines = outline(alignTrace(trace?.received ?? [], late));
  assert.deepEqual(lines.slice(0, 7), [
    'MIX-NODE 1400 /chain',
    '  6600',
    '    9057',
    '      100 async',
    '        9056',
    '          MIX-JAVA 1010 /chain',
    '            1011',
  ]);
});

test('every transaction that the agents recorded whole is complete', () => {
  for (const [capture, least] of [
    ['java-agent', 100],
    ['python-agent', 30],
    ['go-agent', 40],
    ['mixed-chain', 5],
  ] as const) {
    const states = traces(capture).map(({ received }) => alignTrace(received, late));
    const complete = states.filter(({ state }) => state === 'complete').length;
    assert.ok(complete >= least, `${capture}: ${complete} of ${states.length}`);
    for (const tree of states.filter(({ state }) => state !== 'complete')) {
      assert.ok(
        tree.nodes.some(({ kind }) => kind === 'missing'),
        `${capture} ${tree.traceId} says what is missing`,
      );
    }
  }
});

test('a span whose events came in five messages has all of them, in order', () => {
  const many = traces('java-agent').find(({ received }) =>
    received.some(({ message }) => message.kind === 'span' && message.rpc === '/many'),
  );
  const tree = alignTrace(many?.received ?? [], late);
  assert.equal(many?.received.length, 5);
  assert.equal(tree.state, 'complete');
  const sequences = tree.nodes.flatMap((node) => (node.kind === 'event' ? [node.event.sequence] : []));
  assert.deepEqual(
    sequences,
    sequences.map((_, place) => place),
  );
  assert.ok(sequences.length > 90);
});

test('what Java runs asynchronously hangs below its call and takes none of its time', () => {
  const async = traces('java-agent').find(({ received }) =>
    received.some(({ message }) => message.kind === 'chunk' && message.async !== undefined),
  );
  const tree = alignTrace(async?.received ?? [], late);
  const lines = outline(tree);
  assert.deepEqual(lines, [
    'JAVA-FRONT 1010 /async',
    '  1011',
    '    5051',
    '      5052',
    '        100 async',
    '          5052',
    '            5071',
    '              6060',
    '              2101',
  ]);
  const caller = tree.nodes[3];
  assert.equal(caller?.self, caller?.elapsed);
});

test('a trace that began elsewhere hangs below a caller that is missing', () => {
  const [trace] = traces('java-agent').filter(({ id }) => id.startsWith('up-agent^'));
  const tree = alignTrace(trace?.received ?? [], late);
  assert.equal(tree.state, 'progress');
  assert.deepEqual(outline(tree).slice(0, 2), ['missing parent, lost', '  JAVA-FRONT 1010 /hello']);
});

const depths = (tree: CallTree): string[] => outline(tree);

test('events nest by their depth, and come by their start', () => {
  const tree = alignTrace(
    [
      span({
        events: [event(0, 1, 0), event(1, 2, 1), event(2, 3, 2), event(3, 2, 9), event(4, 1, 20), event(5, 1, 15)],
      }),
    ],
    late,
  );
  assert.deepEqual(starts(tree), [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [2, 9],
    [1, 15],
    [1, 20],
  ]);
});

const starts = (tree: CallTree): number[][] => tree.nodes.map(({ depth, start }) => [depth, start - ms(0)]);

test('a missing sequence stops a span, and says how many calls hang on it', () => {
  const events = [event(0, 1, 0), event(1, 2, 1), event(4, 2, 5), event(5, 2, 6)];
  assert.deepEqual(depths(alignTrace([span({ events })], late)), [
    'A 1010 /',
    '  1',
    '    1',
    '    missing events, lost, 2 hidden',
  ]);
  assert.deepEqual(depths(alignTrace([span({ events })], soon)).at(-1), '    missing events, waiting, 2 hidden');
  assert.equal(alignTrace([span({ events })], late).state, 'progress');
});

test('a depth that cannot be stops a span', () => {
  for (const broken of [event(1, 3, 1), event(1, 0, 1), event(1, -7, 1), event(1, 2 ** 31, 1)]) {
    const tree = alignTrace([span({ events: [event(0, 1, 0), broken] })], late);
    assert.deepEqual(depths(tree), ['A 1010 /', '  1', '  missing events, lost, 1 hidden']);
  }
  assert.equal(alignTrace([span({ events: [event(0, 0, 0)] })], late).nodes.length, 2, 'the first is 1 deep');
});

test('a depth of -1 is that of the event before', () => {
  assert.deepEqual(depths(alignTrace([span({ events: [event(0, 1, 0), event(1, -1, 1)] })], late)), [
    'A 1010 /',
    '  1',
    '  1',
  ]);
});

test('a caller and a callee are linked by the id of the next span', () => {
  const tree = alignTrace([callee(2n), span({ events: [event(0, 1, 1, { nextSpanId: 2n })] })], late);
  assert.deepEqual(depths(tree), ['A 1010 /', '  1', '    B 1010 /b']);
  assert.equal(tree.state, 'complete');
});

const callee = (id: bigint, more: Parameters<typeof span>[0] = {}): Received =>
  span({ id, parent: 1n, agent: agent('b'), rpc: '/b', at: 2, ...more });

test('a gap between clocks is shown as it is', () => {
  const caller = span({ events: [event(0, 1, 10, { nextSpanId: 2n }), event(1, 1, 20)] });
  const tree = alignTrace([caller, callee(2n, { at: -500, elapsed: 4 })], late);
  assert.deepEqual(
    tree.nodes.map(({ gap }) => gap),
    [0, 10, -510, 9],
  );
  assert.deepEqual(
    starts(tree).map(([, start]) => start),
    [0, 10, -500, 20],
    'and does not change the order',
  );
});

test('time of a call is its own where no child of its process covers it', () => {
  const events = [
    event(0, 1, 0, { elapsed: 90 }),
    event(1, 2, 10, { elapsed: 20 }),
    event(2, 2, 20, { elapsed: 20 }),
    event(3, 2, 80, { elapsed: 50, nextSpanId: 2n }),
  ];
  const tree = alignTrace([span({ elapsed: 100, events }), callee(2n, { at: 85, elapsed: 40 })], late);
  assert.deepEqual(
    tree.nodes.map(({ self }) => self),
    [10, 90 - 30 - 10, 20, 20, 50, 40],
  );
});

test('a callee without a call to it hangs below the span that called it', () => {
  const tree = alignTrace([span({ events: [event(0, 1, 1)] }), callee(2n)], late);
  assert.deepEqual(depths(tree), ['A 1010 /', '  1', '  B 1010 /b']);
});

test('an application without an agent stands between the call to it and the spans that it called', () => {
  const caller = span({ events: [event(0, 1, 1, { nextSpanId: 7n })] });
  const tree = alignTrace([caller, callee(2n, { parent: 7n }), callee(3n, { parent: 7n, at: 5 })], late);
  assert.deepEqual(depths(tree), ['A 1010 /', '  1', '    missing hop, lost', '      B 1010 /b', '      B 1010 /b']);
  assert.equal(tree.state, 'progress');
});

test('spans whose caller is not there share one that is missing', () => {
  const tree = alignTrace([callee(2n, { parent: 9n }), callee(3n, { parent: 9n, at: 4 })], soon);
  assert.deepEqual(depths(tree), ['missing parent, waiting', '  B 1010 /b', '  B 1010 /b']);
});

test('of several roots the one in focus comes first, and none is left out', () => {
  const received = [span({ id: 1n }), span({ id: 5n, rpc: '/other', at: 10 })];
  assert.deepEqual(depths(alignTrace(received, late)), ['A 1010 /', 'A 1010 /other']);
  const focused = alignTrace(received, { ...late, focus: { spanId: 5n as SpanId } });
  assert.deepEqual(depths(focused), ['A 1010 /other', 'A 1010 /']);
  assert.deepEqual([focused.focus, focused.state], [0, 'progress']);
});

test('the focus is where the span is, nearest in time if its id repeats', () => {
  const caller = span({ events: [event(0, 1, 1, { nextSpanId: 2n })] });
  const [first, again] = [callee(2n, { receivedAt: 100 }), callee(2n, { receivedAt: 900, rpc: '/again' })];
  const tree = alignTrace([caller, first, again], { ...late, focus: { spanId: 2n as SpanId, at: ms(950) } });
  assert.deepEqual(depths(tree)[tree.focus], '    B 1010 /again');
  assert.equal(alignTrace([caller], { ...late, focus: { spanId: 99n as SpanId } }).focus, 0);
});

test('spans of one id both hang where the call led, each with its own chunks', () => {
  const caller = span({ events: [event(0, 1, 1, { nextSpanId: 2n })] });
  const tree = alignTrace(
    [
      caller,
      callee(2n, { at: 0 }),
      callee(2n, { at: 100, rpc: '/again' }),
      chunk({ id: 2n, agent: agent('b'), keyTime: 101, events: [event(0, 1, 1)] }),
    ],
    late,
  );
  assert.deepEqual(depths(tree), ['A 1010 /', '  1', '    B 1010 /b', '    B 1010 /again', '      1']);
});

test('two calls that name one next span get a span each', () => {
  const caller = span({ events: [event(0, 1, 1, { nextSpanId: 2n }), event(1, 1, 50, { nextSpanId: 2n })] });
  const tree = alignTrace([caller, callee(2n), callee(2n, { at: 51, rpc: '/again' })], late);
  assert.deepEqual(depths(tree), ['A 1010 /', '  1', '    B 1010 /b', '  1', '    B 1010 /again']);
});

test('what was sent twice is there once', () => {
  const received = [span({ events: [event(0, 1, 1, { asyncId: 4 })] }), chunk({ async: 4, events: [event(0, 1, 2)] })];
  const twice = [...received, ...structuredClone(received)];
  assert.deepEqual(depths(alignTrace(twice, late)), ['A 1010 /', '  1', '    1 async']);
  assert.equal(alignTrace(twice, late).state, 'complete');
});

test('asynchronous calls begin others, and run more than once', () => {
  const tree = alignTrace(
    [
      chunk({ async: 1, events: [event(0, 1, 5, { asyncId: 2 })] }),
      chunk({ async: 2, part: 2, events: [event(0, 1, 8)] }),
      chunk({ async: 2, part: 1, events: [event(1, 2, 7)] }),
      chunk({ async: 2, part: 1, events: [event(0, 1, 6)] }),
      span({ events: [event(0, 1, 0, { asyncId: 1 })] }),
    ],
    late,
  );
  assert.deepEqual(depths(tree), ['A 1010 /', '  1', '    1 async', '      1 async', '        1', '      1 async']);
  assert.deepEqual(
    tree.nodes.map(({ gap }) => gap),
    [0, 0, 5, 1, 1, 3],
  );
});

test('asynchronous calls whose beginning is missing are shown below a missing call', () => {
  const tree = alignTrace([span({}), chunk({ async: 3, events: [event(0, 1, 5)] })], late);
  assert.deepEqual(depths(tree), ['A 1010 /', '  missing async, lost', '    1 async']);
  assert.equal(tree.state, 'progress');
});

test('calls that begin themselves asynchronously end', () => {
  const tree = alignTrace(
    [span({ events: [event(0, 1, 0, { asyncId: 1 })] }), chunk({ async: 1, events: [event(0, 1, 5, { asyncId: 1 })] })],
    late,
  );
  assert.equal(tree.nodes.length, 3);
});

test('calls without their span are shown below a missing span, where the call to it was made', () => {
  const lone = chunk({ id: 2n, agent: agent('b'), events: [event(0, 1, 1)] });
  assert.deepEqual(depths(alignTrace([lone], soon)), ['missing span, waiting', '  1']);
  const caller = span({ events: [event(0, 1, 1, { nextSpanId: 2n })] });
  assert.deepEqual(depths(alignTrace([caller, lone], late)), ['A 1010 /', '  1', '    missing span, lost', '      1']);
});

test('calls that agents record for their own sake are left out when they led to nothing', () => {
  const events = [
    event(0, 1, 0, { serviceType: 6510 }),
    event(1, 2, 0, { serviceType: 100 }),
    event(2, 1, 1, { serviceType: 100, exception: true }),
    event(3, 1, 2, { serviceType: 100 }),
    event(4, 2, 3),
  ];
  assert.deepEqual(depths(alignTrace([span({ events })], late)), ['A 1010 /', '  100', '  100', '    1']);
  assert.equal(
    alignTrace([span({ events: [...events, event(9, 1, 9)] })], late).nodes.length,
    7,
    'but only of whole traces',
  );
});

test('spans that call each other in a circle are all shown', () => {
  const tree = alignTrace(
    [
      span({ id: 1n, parent: 2n, events: [event(0, 1, 1, { nextSpanId: 2n })] }),
      span({ id: 2n, parent: 1n, events: [event(0, 1, 1, { nextSpanId: 1n })] }),
      span({ id: 3n, parent: 3n, events: [event(0, 1, 1, { nextSpanId: 3n })] }),
    ],
    late,
  );
  assert.equal(tree.nodes.filter(({ kind }) => kind === 'span').length, 3);
  assert.equal(tree.state, 'progress');
});

test('more spans than are read is an overflow', () => {
  assert.equal(alignTrace([span({})], { ...late, overflow: true }).state, 'overflow');
});

test('nothing received is an empty tree', () => {
  assert.deepEqual(alignTrace([], late), { traceId: undefined, state: 'progress', nodes: [], focus: 0 });
});

const anyId = fc.bigInt({ min: 1n, max: 5n });
const anyEvents = fc.array(
  fc.record({ depth: fc.integer({ min: -1, max: 4 }), next: fc.option(anyId), async: fc.nat(3), skip: fc.nat(12) }),
  { maxLength: 6 },
);
const anyMessage = fc.record({
  isSpan: fc.boolean(),
  id: anyId,
  parent: fc.option(anyId),
  at: fc.integer({ min: -50, max: 50 }),
  async: fc.nat(3),
  agent: fc.constantFrom('a', 'b'),
  events: anyEvents,
});

test('whatever came, every span is shown once, in whatever order it came, and parents stand before their children', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 8 }), (messages) => {
      const received = messages.map(({ isSpan, id, parent, at: when, async, agent: name, events }, place) => {
        let sequence = 0;
        const own = events.map(({ depth, next, async: asyncId, skip }) => {
          if (skip === 0) sequence++;
          return event(sequence++, depth, when, { asyncId, ...(next === null ? {} : { nextSpanId: next }) });
        });
        return isSpan
          ? span({
              id,
              at: when,
              agent: agent(name),
              events: own,
              rpc: `/${place}`,
              ...(parent === null ? {} : { parent }),
            })
          : chunk({ id, async, agent: agent(name), events: own, part: place });
      });
      const tree = alignTrace(received, late);
      const shown = tree.nodes.flatMap((node) => (node.kind === 'span' ? [node.span.rpc] : []));
      assert.deepEqual(
        shown.toSorted(),
        received.flatMap(({ message }) => (message.kind === 'span' ? [message.rpc] : [])).toSorted(),
      );
      const places = new Map(tree.nodes.map((node, place) => [node, place]));
      for (const node of tree.nodes) {
        if (node.parent !== undefined) assert.ok((places.get(node.parent) ?? Infinity) < (places.get(node) ?? 0));
      }
    }),
    { numRuns: 1000 },
  );
});
