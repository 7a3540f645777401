import type { Kv } from '../../kv/kv.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { Sketch } from '../../lib/sketch.ts';
import { HOUR, type Millis } from '../../lib/time.ts';
import { type Application, applicationHash, applicationKey } from '../application.ts';
import { decodeMinute, decodeSketches } from './codec.ts';
import type { MapStretch } from './map.ts';
import { Names } from './names.ts';
import { countedRows } from './rows.ts';
import { Sum } from './sum.ts';

/** Quantiles of one application over a stretch: of its responses and of its links. */
export interface Sketches {
  readonly responses: Sketch;
  readonly out: readonly LinkSketch[];
  readonly in: readonly LinkSketch[];
}

export interface LinkSketch {
  readonly peer: Application;
  readonly sketch: Sketch;
}

export class MapStore {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /**
   * The minutes from `from` to before `to`, added up in slots of `width` ms that begin at multiples of it.
   * Children whose agents do not say their parent's service file its hosts under the service '': ask for both.
   */
  async stretch(application: Application, from: Millis, to: Millis, width: number): Promise<MapStretch> {
    const sum = new Sum(application);
    const names = new Names();
    for await (const { at, value } of countedRows(this.#kv, 'map', applicationHash(application), { from, to }, width)) {
      sum.slot = Math.floor(at / width) * width;
      decodeMinute(value, sum, names);
    }
    return sum.stretch();
  }

  async sketches(application: Application, from: Millis, to: Millis): Promise<Sketches> {
    const responses = new Sketch();
    const links = { out: new Map<string, LinkSketch>(), in: new Map<string, LinkSketch>() };
    for await (const { value } of countedRows(this.#kv, 'sketch', applicationHash(application), { from, to }, HOUR)) {
      decodeSketches(
        value,
        responses,
        (direction, peer) =>
          getOrMake(links[direction], applicationKey(peer), () => ({ peer, sketch: new Sketch() })).sketch,
      );
    }
    return { responses, out: [...links.out.values()], in: [...links.in.values()] };
  }
}
