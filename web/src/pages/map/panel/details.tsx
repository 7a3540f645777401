import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapNode, Panel } from '../../../../../server/src/query/schema/map.ts';
import { AverageAndMax, AverageLegend } from '../../../charts/load/average.tsx';
import { Load } from '../../../charts/load/load.tsx';
import { Percentiles } from '../../../charts/percentiles/percentiles.tsx';
import { ApdexScore } from '../../../charts/summary/apdex.tsx';
import { ResponseSummary } from '../../../charts/summary/response-summary.tsx';
import { formatTime } from '../../../data/format.ts';
import type { Range } from '../../../data/range.ts';
import { useScope, useSetScope } from '../../../data/scope.ts';
import type { Answer } from '../../../data/use-api.ts';
import { useFormat } from '../../../data/use-format.ts';
import { Await } from '../../../parts/await.tsx';
import { Loading } from '../../../parts/states.tsx';
import { Facts } from './facts.tsx';
import css from './panel.module.css';
import { PanelAgents } from './panel-agents.tsx';
import { Section } from './section.tsx';

interface Props {
  readonly query: Answer<Panel>;
  /** What the map itself says: the panel says the same. */
  readonly part: Pick<MapNode, 'histogram' | 'alert'> & Partial<Pick<MapNode, 'apdex'>>;
  readonly range: Range;
  /** Up to when its calls are counted. */
  readonly until: number;
  readonly title: ReactNode;
  readonly dots?: ReactNode;
  /** Whether its instances are agents, and not addresses. */
  readonly hasAgents: boolean;
}

/** Score, dots, summary, load and instances of a node or link. */
export function Details({ query, part, range, until, title, dots, hasAgents }: Props) {
  const { t } = useTranslation();
  const panel = query.data;
  const { live } = useScope();
  const { histogram } = part;
  const apdex = part.apdex ?? panel?.apdex;
  return (
    <section className={css.root}>
      <header className={css.header}>
        {title}
        {live && <span className={css.until}>{t('map.panel.until', { time: formatTime(until) })}</span>}
      </header>
      <div className={css.scores}>
        {apdex && <ApdexScore apdex={apdex} schema={histogram.schema} />}
        {panel && <Percentiles values={panel.percentiles} />}
      </div>
      <Facts histogram={histogram} alert={part.alert} />
      {dots}
      <div className={css.pair}>
        <Section title={t('map.panel.response')}>
          <ResponseSummary histogram={histogram} label={t('map.panel.response')} />
        </Section>
        <Await query={query} loading={<Loading height={172} />}>
          {(known) => <Course panel={known} range={range} until={live ? until : undefined} />}
        </Await>
      </div>
      {panel && <PanelAgents panel={panel} hasAgents={hasAgents} />}
    </section>
  );
}

/** How it went over time; a drag over a chart looks closer. */
function Course({ panel, range, until }: { panel: Panel; range: Range; until: number | undefined }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const setScope = useSetScope();
  const onZoom = (closer: Range) => setScope({ range: closer });
  const { series, slot, histogram } = panel;
  return (
    <>
      <Section
        title={t('map.panel.load')}
        note={slot === 60_000 ? t('map.panel.perMinute') : t('map.panel.perSlot', { slot: duration(slot) })}
      >
        <Load
          series={series}
          slot={slot}
          schema={histogram.schema}
          range={range}
          until={until}
          onZoom={onZoom}
          onZoomOut={useZoomOut(range)}
        />
      </Section>
      <div className={css.wide}>
        <Section title={t('map.panel.average')} note={<AverageLegend />}>
          <AverageAndMax series={series} slot={slot} range={range} onZoom={onZoom} onZoomOut={useZoomOut(range)} />
        </Section>
      </div>
    </>
  );
}

/** A double click looks at twice as long a stretch around the same middle, or at the newest where that would lie ahead. */
function useZoomOut(range: Range): () => void {
  const setScope = useSetScope();
  return () => {
    const half = (range.to - range.from) / 2;
    const to = range.to + half;
    setScope({ range: to > Date.now() ? { last: half * 4 } : { from: range.from - half, to } });
  };
}
