import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Declared, faults } from './imports.ts';

const declared: Declared = {
  '.': { production: new Set(), development: new Set(['fast-check']) },
  server: { production: new Set(['fastify', '@bufbuild/protobuf']), development: new Set() },
  web: { production: new Set(['react']), development: new Set(['vite']) },
};

const faultsOf = (path: string, text: string): readonly string[] => faults([{ path, text }], declared);

const allowed: readonly (readonly [why: string, path: string, text: string])[] = [
  ['an area imports itself', 'server/src/kv/memory.ts', "import { a } from './kv.ts';"],
  ['an area imports what lies below it', 'server/src/store/span/store.ts', "import { day } from '../../lib/time.ts';"],
  ['main imports everything of the server', 'server/src/main.ts', "import { decide } from './alarm/decide.ts';"],
  ['ingest reads the wire', 'server/src/ingest/span.ts', "import { PSpan } from '../../../wire/gen/span.ts';"],
  [
    'web imports types of the schema',
    'web/src/data/map.ts',
    "import type { M } from '../../../server/src/query/schema/map.ts';",
  ],
  [
    'names marked one by one are types too',
    'web/src/a.ts',
    "import { type M, type N } from '../../server/src/query/schema/map.ts';",
  ],
  ['a test stands on the memory engine', 'server/src/query/map.test.ts', "import { MemoryKv } from '../kv/memory.ts';"],
  [
    'a test replays recorded traffic',
    'server/src/store/a.test.ts',
    "import { read } from '../../../test/captures/read.ts';",
  ],
  ['a test reaches further down', 'server/src/alarm/a.test.ts', "import { open } from '../store/span/store.ts';"],
  ['a declared package', 'server/src/query/app.ts', "import fastify from 'fastify';"],
  ['a file inside a declared package', 'server/src/ingest/a.ts', "import { x } from '@bufbuild/protobuf/wire';"],
  ['what comes with Node.js', 'server/src/lib/a.ts', "import { join } from 'node:path';"],
  ['a development package of the root in a test', 'server/src/lib/a.test.ts', "import fc from 'fast-check';"],
  ['text that only looks like an import', 'server/src/lib/a.ts', 'const text = "see: import x from \'left-pad\'";'],
];

for (const [why, path, text] of allowed) {
  test(`allows: ${why}`, () => assert.deepEqual(faultsOf(path, text), []));
}

const forbidden: readonly (readonly [why: string, path: string, text: string, says: string])[] = [
  [
    'storage that knows alarms',
    'server/src/kv/memory.ts',
    "import { decide } from '../alarm/decide.ts';",
    'server/src/kv/memory.ts -> server/src/alarm/decide.ts: kv may import only lib',
  ],
  [
    'lib that imports anything of ours',
    'server/src/lib/a.ts',
    "export * from '../kv/kv.ts';",
    'server/src/lib/a.ts -> server/src/kv/kv.ts: lib may import nothing of ours',
  ],
  [
    'an import over several lines',
    'server/src/lib/a.ts',
    "import {\n  first,\n  second as other,\n} from '../kv/kv.ts';",
    'server/src/lib/a.ts -> server/src/kv/kv.ts: lib may import nothing of ours',
  ],
  [
    'an import at run time',
    'server/src/ingest/a.ts',
    "  const { routes } = await import('../query/routes.ts');",
    'server/src/ingest/a.ts -> server/src/query/routes.ts: ingest may import only lib, store, wire',
  ],
  [
    'a program that imports tests',
    'server/src/query/a.ts',
    "import { read } from '../../../test/captures/read.ts';",
    'server/src/query/a.ts -> test/captures/read.ts: query may import only lib, store, wire',
  ],
  [
    'a test that reaches up',
    'server/src/store/a.test.ts',
    "import { routes } from '../query/routes.ts';",
    'server/src/store/a.test.ts -> server/src/query/routes.ts: store may import only lib, kv',
  ],
  [
    'web that takes more than types',
    'web/src/a.ts',
    "import { Map, type Node } from '../../server/src/query/schema/map.ts';",
    'web/src/a.ts -> server/src/query/schema/map.ts: web may import only types of it',
  ],
  [
    'web that takes types of storage',
    'web/src/a.ts',
    "import type { Kv } from '../../server/src/kv/kv.ts';",
    'web/src/a.ts -> server/src/kv/kv.ts: web may import nothing of ours',
  ],
  [
    'a package nobody declared',
    'server/src/lib/a.ts',
    "import 'left-pad';",
    'server/src/lib/a.ts -> left-pad: not declared in package.json',
  ],
  [
    'a development package in the program',
    'server/src/lib/a.ts',
    "import fc from 'fast-check';",
    'server/src/lib/a.ts -> fast-check: not declared in package.json',
  ],
  [
    'a package of another workspace',
    'server/src/lib/a.ts',
    "import { useState } from 'react';",
    'server/src/lib/a.ts -> react: not declared in package.json',
  ],
  [
    'a file at the top of the server that starts nothing',
    'server/src/helpers.ts',
    '',
    'server/src/helpers.ts: belongs to no area; put it into a folder that scripts/imports.ts names',
  ],
];

for (const [why, path, text, says] of forbidden) {
  test(`forbids: ${why}`, () => assert.deepEqual(faultsOf(path, text), [says]));
}
