import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapLink } from '../../../../server/src/query/schema/map.ts';
import { formatCount, formatExact } from '../../data/format.ts';
import { useFormat } from '../../data/use-format.ts';
import { curve, loop } from './curve.ts';
import { NODE, type Point } from './layout.ts';
import { AlertSign } from './mark.tsx';
import { widthOf } from './ring.ts';
import css from './server-map.module.css';

export interface LinkProps {
  readonly link: MapLink;
  readonly from: string;
  readonly to: string;
  readonly node: Point;
  readonly way: readonly Point[];
  readonly selected: boolean;
  /** Whether it starts or ends at the selected node. */
  readonly near: boolean;
  readonly faded: boolean;
}

export const Link = memo(function Link({ link, from, to, node, way, selected, near, faded }: LinkProps) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { total, errors, sum } = link.histogram;
  const said = t('map.link.label', {
    from,
    to,
    calls: formatExact(total),
    errors: formatExact(errors),
    average: duration(total === 0 ? 0 : sum / total),
  });
  const width = widthOf(total);
  const arrow = arrowOf(way, width);
  const path = arrow === undefined ? loop(node) : curve([...way.slice(0, -1), arrow.base]);
  const known = link.alert ? `${said}, ${t('map.alert')}` : said;
  return (
    <g
      className={css.link}
      data-link={link.key}
      data-near={near || undefined}
      data-alert={link.alert || undefined}
      data-selected={selected || undefined}
      data-faded={faded || undefined}
    >
      <g role="button" tabIndex={-1} aria-label={known} aria-pressed={selected}>
        <title>{known}</title>
        <path className={css.reach} d={path} />
        <path className={css.line} d={path} strokeWidth={width} />
        <path className={css.head} d={arrow?.head ?? loopHead(node)} />
      </g>
    </g>
  );
});

/** The number of calls, over all lines. */
export function Count({ link, at, selected, faded }: { link: MapLink; at: Point; selected: boolean; faded: boolean }) {
  const text = formatCount(link.histogram.total);
  return (
    <g
      className={css.countOf}
      data-alert={link.alert || undefined}
      data-selected={selected || undefined}
      data-faded={faded || undefined}
      transform={`translate(${at.x} ${at.y})`}
    >
      <text className={css.count} dy="0.35em">
        {text}
      </text>
      {link.alert && <AlertSign x={-11 - text.length * 3.5} y={0} scale={0.75} />}
    </g>
  );
}

/** An arrow head whose tip touches the callee, and the point where the line may end. */
function arrowOf(way: readonly Point[], width: number): { base: Point; head: string } | undefined {
  const tip = way.at(-1);
  const before = way.at(-2);
  if (tip === undefined || before === undefined) return undefined;
  const size = 6 + width;
  const back = before.x <= tip.x ? -size : size;
  const half = size * 0.55;
  return {
    base: { x: tip.x + back * 0.8, y: tip.y },
    head: `M${tip.x} ${tip.y}l${back} ${-half}v${2 * half}z`,
  };
}

/** The loop comes down on the left of the node's middle. */
const loopHead = (node: Point): string => `M${node.x - 26} ${node.y - NODE.height / 2}l-2 -9l8 2z`;
