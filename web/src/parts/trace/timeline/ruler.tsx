import { useFormat } from '../../../data/use-format.ts';
import type { Span } from './layout.ts';
import classes from './timeline.module.css';

/** Round durations since the start of the trace, over the lanes. */
export function Ruler({ span, width }: { readonly span: Span; readonly width: number }) {
  const { duration } = useFormat();
  const step = roundStep((span.to - span.from) / Math.max(2, Math.floor(width / 110)));
  const ticks: number[] = [];
  for (let i = Math.ceil(span.from / step); i * step <= span.to; i++) ticks.push(i * step);
  // A duration of two or three digits would read the same at every tick of a short stretch.
  const label = (ms: number): string => (step >= 100 ? duration(Math.round(ms)) : `${precise(ms, step)} ms`);
  return (
    <div className={classes.ruler} aria-hidden>
      {ticks.map((ms) => (
        <span key={ms} style={{ left: ((ms - span.from) / (span.to - span.from)) * width }}>
          {label(ms)}
        </span>
      ))}
    </div>
  );
}

/** As many decimals as the step has. */
function precise(ms: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return ms.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function roundStep(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  return ([1, 2, 5, 10].find((factor) => factor * power >= ms) ?? 10) * power;
}
