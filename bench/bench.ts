import { CannotRun } from './cannot-run.ts';
import { measureFloors } from './floor/floors.ts';
import { checkHost } from './measure/host.ts';
import { measureIngest } from './measure/ingest.ts';
import { measureVisible } from './measure/visible.ts';
import { type Options, readOptions, type Stage, sizesOf } from './options.ts';
import { measureOtlp } from './otlp/measure.ts';
import { clean } from './out.ts';
import { profileIngest } from './profile/profile.ts';
import { measureQueries } from './query/measure.ts';
import { figuresOf, type Measured, writeLatest } from './report/figures.ts';
import { floorTable, ingestTable, otlpTable, queryTable, visibleLine } from './report/tables.ts';

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof CannotRun ? error.message : error);
  process.exitCode = 1;
}

async function run(options: Options): Promise<void> {
  checkHost();
  await clean();
  if (options.profile) await profileIngest(sizesOf(options).oneCore);
  else await measure(options);
}

async function measure(options: Options): Promise<void> {
  const began = performance.now();
  const sizes = sizesOf(options);
  const measured: Measured = {};
  const wants = (stage: Stage, about: string): boolean => {
    const runs = options.only.includes(stage);
    if (runs) console.log(`\n${stage}: ${about}`);
    return runs;
  };
  if (wants('ingest', 'sending to a new server, as streams and as batches, on one core and on two')) {
    measured.ingest = {
      streams1: await measureIngest({ as: 'streams', pspans: sizes.oneCore, cores: 1, settle: true }),
      batches1: await measureIngest({ as: 'batches', pspans: sizes.oneCore, cores: 1, settle: true }),
      streams2: await measureIngest({ as: 'streams', pspans: sizes.twoCores, cores: 2, settle: !options.quick }),
      batches2: await measureIngest({ as: 'batches', pspans: sizes.twoCores, cores: 2, settle: !options.quick }),
    };
    console.log(ingestTable(measured.ingest));
  }
  if (wants('otlp', 'spans of OpenTelemetry in requests of 512 to a new server, on one core')) {
    measured.otlp = await measureOtlp(sizes.otlp);
    console.log(otlpTable(measured.otlp));
  }
  if (wants('floor', 'each stage of ingest alone')) {
    measured.floors = await measureFloors(sizes.floor);
    console.log(floorTable(measured.floors, measured.ingest));
  }
  if (wants('visible', 'from sending a span until a query finds it')) {
    measured.visible = { load: sizes.probeLoad, ms: await measureVisible(sizes.probes, sizes.probeLoad) };
    console.log(visibleLine(measured.visible));
  }
  if (wants('query', 'asking a server with a full store')) {
    measured.queries = await measureQueries(sizes.stored, options.keep);
    console.log(queryTable(measured.queries));
  }
  const path = await writeLatest(figuresOf(options.quick, measured));
  console.log(`\n${path}, after ${Math.round((performance.now() - began) / 1000)} s`);
}
