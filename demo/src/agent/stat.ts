import type { MessageInitShape } from '@bufbuild/protobuf';
import { type PAgentStatSchema, PJvmGcType } from '@finepoint/wire';
import type { Sample } from './activity.ts';
import type { Identity } from './identity.ts';

export type AgentStat = MessageInitShape<typeof PAgentStatSchema>;

const mega = 1024 * 1024;

/** What an agent measures, in so far as its language measures it. Only the requests are counted; the rest follows from them. */
export class Gauges {
  readonly #identity: Identity;
  readonly #random: { next(): number };
  #heap = 0.25;
  #collections = 0;
  #collectionTime = 0;

  constructor(identity: Identity, random: { next(): number }) {
    this.#identity = identity;
    this.#random = random;
  }

  /** The sample that ends at `now` (ms since 1970) and spans `interval` ms. */
  stat(now: number, interval: number, sample: Sample): AgentStat {
    const perSecond = ((sample.newCount + sample.continued) * 1000) / interval;
    const load = Math.min(0.95, 0.02 + perSecond * 0.012 + this.#random.next() * 0.03);
    this.#fillHeap(perSecond, interval);
    const active = sample.active.reduce((sum, count) => sum + count, 0);
    const common = {
      timestamp: BigInt(now),
      collectInterval: BigInt(interval),
      cpuLoad: { jvmCpuLoad: load, systemCpuLoad: Math.min(1, load * 1.6 + 0.05) },
      activeTrace: { histogram: { histogramSchemaType: 2, activeTraceCount: [...sample.active] } },
    };
    const counted = {
      transaction: {
        sampledNewCount: BigInt(sample.newCount),
        sampledContinuationCount: BigInt(sample.continued),
      },
      responseTime: { avg: BigInt(sample.average), max: BigInt(sample.max) },
    };
    const process = {
      fileDescriptor: { openFileDescriptorCount: BigInt(110 + active * 2) },
      totalThread: { totalThreadCount: BigInt(32 + active) },
    };
    switch (this.#identity.language) {
      case 'node':
        return {
          ...common,
          collectInterval: 1000n,
          cpuLoad: { jvmCpuLoad: load },
          gc: this.#gc(PJvmGcType.JVM_GC_TYPE_UNKNOWN, 96 * mega),
        };
      case 'php':
        // The collector-agent gives seconds.
        return {
          ...common,
          collectInterval: 5n,
          gc: this.#gc(PJvmGcType.JVM_GC_TYPE_UNKNOWN, 2048 * mega),
          responseTime: counted.responseTime,
        };
      case 'python':
        return {
          ...common,
          ...counted,
          ...process,
          gc: { ...this.#gc(PJvmGcType.JVM_GC_TYPE_UNKNOWN, 180 * mega), ...unknownToPython },
        };
      case 'go':
        return { ...common, ...counted, ...process, gc: this.#gc(PJvmGcType.JVM_GC_TYPE_CMS, 64 * mega) };
      case 'java':
        return { ...common, ...counted, ...process, ...this.#java(active) };
    }
  }

  #java(active: number) {
    const { pool } = this.#identity;
    const dataSource =
      pool === undefined
        ? []
        : [
            {
              id: 1,
              serviceTypeCode: 6060,
              databaseName: pool.database,
              url: pool.url,
              activeConnectionSize: Math.min(pool.size, active),
              maxConnectionSize: pool.size,
            },
          ];
    return {
      gc: {
        ...this.#gc(PJvmGcType.JVM_GC_TYPE_G1, 1024 * mega),
        jvmMemoryNonHeapUsed: BigInt(118 * mega),
        jvmMemoryNonHeapMax: -1n,
        jvmGcOldCount: BigInt(this.#collections),
        jvmGcOldTime: BigInt(this.#collectionTime),
      },
      dataSourceList: { dataSource },
      deadlock: {},
      directBuffer: { directCount: 12n, directMemoryUsed: 262_145n },
      loadedClass: { loadedClassCount: 15_422n },
    };
  }

  #gc(type: PJvmGcType, max: number) {
    return {
      type,
      jvmMemoryHeapUsed: BigInt(Math.round(max * this.#heap)),
      jvmMemoryHeapMax: BigInt(max),
      jvmGcOldCount: BigInt(this.#collections),
      jvmGcOldTime: BigInt(this.#collectionTime),
    };
  }

  /** Garbage comes with requests, and goes at once when there is too much of it. */
  #fillHeap(perSecond: number, interval: number): void {
    this.#heap += (0.004 + perSecond * 0.002) * (interval / 5000) + this.#random.next() * 0.01;
    if (this.#heap < 0.78) return;
    this.#heap = 0.24 + this.#random.next() * 0.05;
    this.#collections++;
    this.#collectionTime += 40 + Math.round(this.#random.next() * 90);
  }
}

const unknownToPython = {
  jvmMemoryNonHeapUsed: -1n,
  jvmMemoryNonHeapMax: -1n,
  jvmGcOldCount: -1n,
  jvmGcOldTime: -1n,
};
