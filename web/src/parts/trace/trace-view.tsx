import { Tabs } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '../../../../server/src/query/schema/trace.ts';
import { useStored } from '../../data/stored.ts';
import { useShortcut } from '../shortcut.ts';
import { Splitter } from '../splitter.tsx';
import { Loading } from '../states.tsx';
import { Details } from './details/details.tsx';
import { sumsOf } from './families.ts';
import { Header } from './header.tsx';
import { nameMissing } from './missing.ts';
import { wholeOf } from './timeline/layout.ts';
import { Timeline } from './timeline/timeline.tsx';
import type { TraceAddress } from './trace-link.tsx';
import classes from './trace-view.module.css';
import { CallTree } from './tree/call-tree.tsx';
import { useTree } from './tree/use-tree.ts';

/** Loaded when it is looked at: the map page, which shows traces too, opens without it. */
const BreakdownView = lazy(() =>
  import('./breakdown/breakdown-view.tsx').then(({ BreakdownView: View }) => ({ default: View })),
);

const FlameGraph = lazy(() => import('./flame/flame-graph.tsx').then(({ FlameGraph: View }) => ({ default: View })));

const TraceMap = lazy(() => import('./map/trace-map.tsx').then(({ TraceMap: View }) => ({ default: View })));

const views: readonly string[] = ['timeline', 'flame', 'breakdown', 'map'];

interface Props {
  readonly trace: Trace;
  /** Row that is selected at first; the trace's own focus if left out. */
  readonly focus?: number | undefined;
  readonly onReload?: (() => void) | undefined;
  /** Where the trace's own page is; left out there. */
  readonly link?: TraceAddress | undefined;
}

/** One trace: as a call tree or a timeline, with the details of the selected call beside it. Fills its parent. */
export function TraceView(props: Props) {
  const { t } = useTranslation();
  const trace = useMemo(() => nameMissing(props.trace, (key, values) => t(key, { ...values })), [props.trace, t]);
  const { focus = trace.focus } = props;
  // Another trace begins anew; the same one loaded again keeps what is folded and selected.
  return <View key={`${trace.traceId} ${focus}`} {...props} trace={trace} />;
}

function View({ trace, focus = trace.focus, onReload, link }: Props) {
  const { t } = useTranslation();
  const state = useTree(trace, focus);
  const whole = useMemo(() => wholeOf(trace), [trace]);
  const sums = useMemo(() => sumsOf(state.tree), [state.tree]);
  const [view, setView] = useStored<string>('trace.view', 'tree');
  const [shown, setShown] = useStored<boolean>('trace.details', false);
  const [width, setWidth] = useStored<number>('trace.details.width', 340);
  const show = useCallback(() => setShown(true), [setShown]);
  const { select } = state;
  const open = useCallback(
    (id: number) => {
      select(id);
      show();
    },
    [select, show],
  );
  useShortcut('Escape', 'frame.does.close', () => setShown(false), shown);
  const row = trace.rows[state.selected];
  return (
    <section className={classes.view} aria-label={t('trace.title')}>
      <Header trace={trace} sums={sums} onReload={onReload} link={link} />
      <div className={classes.parts}>
        <Tabs
          value={views.includes(view) ? view : 'tree'}
          onChange={(next) => setView(next ?? 'tree')}
          keepMounted={false}
          className={classes.tabs}
        >
          <Tabs.List className={classes.list} aria-label={t('trace.views')}>
            <Tabs.Tab value="tree">{t('trace.callTree')}</Tabs.Tab>
            <Tabs.Tab value="timeline">{t('trace.timeline')}</Tabs.Tab>
            <Tabs.Tab value="flame">{t('trace.flame.title')}</Tabs.Tab>
            <Tabs.Tab value="breakdown">{t('trace.breakdown.title')}</Tabs.Tab>
            <Tabs.Tab value="map">{t('trace.map')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="tree" className={classes.panel}>
            <CallTree trace={trace} whole={whole} state={state} onShow={show} />
          </Tabs.Panel>
          <Tabs.Panel value="timeline" className={classes.panel}>
            <Timeline trace={trace} whole={whole} state={state} onShow={show} />
          </Tabs.Panel>
          <Tabs.Panel value="flame" className={classes.panel}>
            <Suspense fallback={<Loading />}>
              <FlameGraph trace={trace} tree={state.tree} onOpen={open} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="breakdown" className={classes.panel}>
            <Suspense fallback={<Loading />}>
              <BreakdownView trace={trace} tree={state.tree} onOpen={open} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="map" className={classes.panel}>
            <Suspense fallback={<Loading />}>
              <TraceMap trace={trace} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
        {shown && row && (
          <>
            <Splitter
              of="columns"
              size={width}
              least={260}
              most={900}
              onSize={setWidth}
              label={t('trace.details.resize')}
            />
            <div className={classes.details} style={{ width }}>
              <Details trace={trace} row={row} onClose={() => setShown(false)} />
            </div>
          </>
        )}
      </div>
    </section>
  );
}
