import { serviceType } from '../../server/src/lib/service-type.ts';
import { type Agent, DEFAULT_SERVICE } from '../../server/src/store/application.ts';
import { writeSpan } from '../generate/encode.ts';
import { api } from '../generate/names.ts';
import { ProtoWriter } from '../generate/proto-writer.ts';
import { Random } from '../generate/random.ts';
import { START } from './dataset.ts';

const application = { service: DEFAULT_SERVICE, name: 'dots', type: serviceType.SPRING_BOOT };
export const dotsAgent: Agent = { application, agentId: 'dots-01', agentName: 'dots-01', startTime: START };

const random = new Random(6);
const writer = new ProtoWriter();
const NO_EVENTS = new Uint8Array(0);

/** A span with nothing in it but what makes a dot. */
export function dotSpan(number: number, at: number): Uint8Array {
  const head = {
    id: { high: random.word(), low: random.word() },
    caller: undefined,
    start: at,
    type: 1010,
    applicationType: application.type,
    rpc: '/dots',
    endPoint: 'dots:8080',
    remoteAddress: '198.51.100.1',
  };
  const end = { elapsed: random.latency(80), failed: random.chance(0.01), status: 200, api: api.SERVER };
  writeSpan(writer, { root: dotsAgent, sequence: number + 1 }, head, NO_EVENTS, end);
  return new Uint8Array(writer.written);
}
