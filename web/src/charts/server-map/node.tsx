import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { serviceOf } from '../../data/application.ts';
import { formatExact } from '../../data/format.ts';
import { scoreText } from '../summary/apdex.ts';
import { familyOf } from './family.ts';
import { fit, measure } from './fit-text.ts';
import { type DrawnNode, nameOf, perMinute } from './graph.ts';
import { NODE, type Point } from './layout.ts';
import { AlertSign, Mark } from './mark.tsx';
import css from './server-map.module.css';

export interface NodeProps {
  readonly node: DrawnNode;
  readonly at: Point;
  /** Length of the range, ms. */
  readonly span: number;
  readonly center: boolean;
  readonly selected: boolean;
  /** Whether Tab comes to it: one node of the map at a time. */
  readonly stop: boolean;
  readonly faded: boolean;
}

const LEFT = -NODE.width / 2;
const TOP = -NODE.height / 2;
const ROOM = NODE.width - 16;
/** Base lines of the name and of what stands below it. */
const LINES = [15, 29, 43] as const;

export const Node = memo(function Node({ node, at, span, center, selected, stop, faded }: NodeProps) {
  const { t } = useTranslation();
  const { serviceType } = node.application;
  const name = nameOf(node);
  const { total, errors } = node.histogram;
  const merged = node.members.length;
  const type = merged > 0 ? t('map.node.merged', { count: merged }) : typeText(node);
  const label = t('map.node.label', {
    name,
    type: merged > 0 ? type : serviceType,
    calls: formatExact(total),
    errors: formatExact(errors),
  });
  const said = node.alert ? `${label}, ${t('map.alert')}` : label;
  return (
    <g
      className={css.node}
      data-node={node.key}
      data-center={center || undefined}
      data-alert={node.alert || undefined}
      data-selected={selected || undefined}
      data-faded={faded || undefined}
      transform={`translate(${at.x} ${at.y})`}
    >
      {merged > 0 && (
        <rect className={css.behind} x={LEFT + 6} y={TOP - 6} width={NODE.width - 12} height={20} rx={8} />
      )}
      <g role="button" tabIndex={stop ? 0 : -1} aria-label={said} aria-pressed={selected}>
        <title>{said}</title>
        <rect className={css.card} x={LEFT} y={TOP} width={NODE.width} height={NODE.height} rx={10} />
      </g>
      <g className={css.print} aria-hidden transform={type === '' ? 'translate(0 7)' : undefined}>
        <g transform="translate(0 -21)">
          <Mark family={familyOf(node)} histogram={node.histogram} />
        </g>
        <text className={css.name} y={LINES[0]}>
          {fit(name, ROOM, (text) => measure(text, '600 13px Pretendard Variable'))}
        </text>
        {type !== '' && (
          <text className={css.detail} y={LINES[1]}>
            {fit(type, ROOM, (text) => measure(text, '11px Pretendard Variable'))}
          </text>
        )}
        <text className={css.detail} y={LINES[type === '' ? 1 : 2]}>
          <tspan className={css.number}>{perMinute(total, span, t('map.perMinute'))}</tspan>
          {hasApdex(node) && (
            <>
              {' · Apdex '}
              <tspan className={css.number}>{scoreText(node.apdex.score)}</tspan>
            </>
          )}
        </text>
      </g>
      <g className={css.print} aria-hidden>
        {node.instances > 1 && merged === 0 && <Badge count={node.instances} />}
        {node.alert && <AlertSign x={LEFT + 16} y={TOP + 16} />}
      </g>
    </g>
  );
});

/** `SPRING_BOOT`, `MYSQL · SHOP`: the type, and the service where it is not the usual one. */
function typeText({ category, application }: DrawnNode): string {
  if (category === 'USER') return '';
  const service = serviceOf(application);
  return service === undefined ? application.serviceType : `${application.serviceType} · ${service}`;
}

const hasApdex = (node: DrawnNode): boolean => node.category === 'SERVER' && node.apdex.total > 0;

function Badge({ count }: { count: number }) {
  const text = `×${formatExact(count)}`;
  const width = 12 + text.length * 6.5;
  return (
    <g>
      <rect className={css.badge} x={-LEFT - width - 7} y={TOP + 7} width={width} height={16} rx={8} />
      <text className={css.badgeText} x={-LEFT - width / 2 - 7} y={TOP + 15} dy="0.35em">
        {text}
      </text>
    </g>
  );
}
