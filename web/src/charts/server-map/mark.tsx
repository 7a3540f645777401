import type { HistogramView } from '../../../../server/src/query/schema/map.ts';
import type { Family } from './family.ts';
import { glyphs } from './glyphs.ts';
import { arcs } from './ring.ts';
import css from './server-map.module.css';

const RADIUS = 18;
const AROUND = 2 * Math.PI * RADIUS;
/** Between two arcs, so that they can be told apart without their colours. */
const GAP = 1.5;

/** What a node is, and around it how its calls went. Drawn about the origin. */
export function Mark({ family, histogram }: { family: Family; histogram: HistogramView }) {
  const drawn = arcs(histogram);
  return (
    <g aria-hidden>
      <circle className={css.track} r={RADIUS} />
      {drawn.map(({ slot, start, share }) => {
        const length = Math.max(0.5, share * AROUND - (drawn.length > 1 ? GAP : 0));
        return (
          <circle
            key={slot}
            className={css.arc}
            data-slot={slot}
            r={RADIUS}
            strokeDasharray={`${length} ${AROUND - length}`}
            transform={`rotate(${start * 360 - 90})`}
          />
        );
      })}
      <Picture family={family} />
    </g>
  );
}

function Picture({ family }: { family: Family }) {
  const glyph = glyphs[family];
  if ('lines' in glyph)
    return <path className={css.picture} d={glyph.lines} transform="translate(-10 -10) scale(.8333)" />;
  return (
    <text className={css.letters} data-long={glyph.letters.length > 2} dy="0.35em">
      {glyph.letters}
    </text>
  );
}

/** The picture alone, for lists of applications. */
export function Sign({ family, size = 32 }: { family: Family; size?: number }) {
  return (
    <svg className={css.sign} width={size} height={size} viewBox="-20 -20 40 40" aria-hidden>
      <circle className={css.ground} r={20} />
      <Picture family={family} />
    </svg>
  );
}

/** The sign of an alert: its shape says it as well as its colour. */
export function AlertSign({ x, y, scale = 1 }: { x: number; y: number; scale?: number }) {
  return (
    <g aria-hidden transform={`translate(${x} ${y}) scale(${scale})`}>
      <path className={css.alert} d="M0 -8L8.5 6.5H-8.5Z" />
      <path className={css.alertMark} d="M0 -3.5V1.5M0 4V4.01" />
    </g>
  );
}
