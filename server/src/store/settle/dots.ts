import { getOrMake } from '../../lib/get-or-make.ts';
import { millis } from '../../lib/time.ts';
import { type Dots, DotsBuilder, decodeDots, placesOf } from '../scatter/dots.ts';
import { scatterTable } from '../scatter/keys.ts';
import { type Sender, senderKey } from '../span/chunk.ts';
import type { Repacking } from './repack.ts';

/** Dots of a settled row: some 300 KiB. */
const LIMIT = 64 * 1024;

export const dotsRepacking: Repacking<Dots> = {
  table: scatterTable,
  limit: LIMIT,

  open(value) {
    const dots = decodeDots(value);
    return { count: placesOf(dots), size: dots.time.length, settled: true, content: dots };
  },

  join(parts) {
    const builder = new DotsBuilder(millis(parts[0]?.content.time[0] ?? 0));
    const senders = new Map<string, Sender>();
    for (const { offset, content } of parts) {
      const { time, elapsed, failed, agent, place, agents } = content;
      const known = agents.map((sender) => getOrMake(senders, senderKey(sender), () => sender));
      for (let at = 0; at < time.length; at++) {
        const sender = known[agent[at] as number];
        if (sender === undefined) continue;
        const when = millis(time[at] as number);
        builder.add(sender, when, elapsed[at] as number, failed[at] === 1, offset + (place[at] as number));
      }
    }
    return builder.encode();
  },
};
