import { formatClock, formatDate, formatTime } from '../../data/format.ts';
import { useFormat } from '../../data/use-format.ts';
import { type Plane, xOf, yOf } from './plane.ts';
import classes from './scatter.module.css';
import { elapsedTicks, timeTicks, zoneOffset } from './ticks.ts';

/** Grid and labels of both axes, drawn around a plot whose upper left corner is the origin. */
export function Axes({ plane }: { readonly plane: Plane }) {
  const { duration } = useFormat();
  const { width, height } = plane;
  const times = timeTicks(plane.from, plane.to, Math.max(2, Math.floor(width / 80)), zoneOffset(plane.from));
  const elapsed = elapsedTicks(plane.yMax, Math.max(2, Math.floor(height / 38)));
  return (
    <g className={classes.axes} aria-hidden>
      {elapsed.map((ms) => {
        const y = Math.round(yOf(plane, ms)) + 0.5;
        return (
          <g key={ms}>
            <line x1={0} x2={width} y1={y} y2={y} />
            <text x={-8} y={y} textAnchor="end" dominantBaseline="middle">
              {ms === 0 ? '0' : duration(ms)}
            </text>
          </g>
        );
      })}
      {times.at.map((at) => {
        const x = Math.round(xOf(plane, at)) + 0.5;
        return (
          <g key={at}>
            <line x1={x} x2={x} y1={0} y2={height} />
            <text x={Math.min(Math.max(x, 14), width - 14)} y={height + 16} textAnchor="middle">
              {timeLabel(at, times.step)}
            </text>
          </g>
        );
      })}
      <line className={classes.base} x1={0} x2={width} y1={height + 0.5} y2={height + 0.5} />
    </g>
  );
}

function timeLabel(at: number, step: number): string {
  if (step < 60_000) return formatTime(at);
  const clock = formatClock(at);
  return step >= 86_400_000 || clock === '00:00' ? formatDate(at).slice(5) : clock;
}
