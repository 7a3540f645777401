import { useElementSize } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerMap as Answer } from '../../../../server/src/query/schema/map.ts';
import { apart, merge } from '../../charts/server-map/merge.ts';
import { ServerMap, type ServerMapHandle } from '../../charts/server-map/server-map.tsx';
import { applicationId, nameOf, serviceOf } from '../../data/application.ts';
import { formatClock, formatDate } from '../../data/format.ts';
import { useScope } from '../../data/scope.ts';
import { useSetSearch } from '../../data/search.ts';
import { useStored } from '../../data/stored.ts';
import { Splitter } from '../../parts/splitter.tsx';
import { ErrorState, Loading } from '../../parts/states.tsx';
import { Below } from './below.tsx';
import css from './board.module.css';
import { Controls } from './controls.tsx';
import { useFilters } from './filter/use-filters.ts';
import { FindNode } from './find-node.tsx';
import { MapTools } from './map-tools.tsx';
import { MoreMenu } from './more-menu.tsx';
import { NoCalls } from './no-calls.tsx';
import { writeOptions } from './options.ts';
import { MapPanel } from './panel/panel.tsx';
import { keyOf, useSelection } from './use-selection.ts';
import { useOptions, useServerMap } from './use-server-map.ts';

const FilterBar = lazy(async () => ({ default: (await import('./filter/filter-bar.tsx')).FilterBar }));

const PANEL = { least: 360, usual: 500, share: 0.42 } as const;
/** What the map is left with at least. */
const MAP = 320;
/** Between receiving and storing lies up to so much, ms: the newest calls are not counted yet. */
const STORING = 250;

/** The map of an application on the left, the details of what is selected on the right. */
export function Board({ application }: { application: string }) {
  const scope = useScope();
  const query = useServerMap();
  const { ref, width: room } = useElementSize<HTMLDivElement>();
  const [wished, setWished] = useStored<number>('map.panel', 0);
  const most = Math.max(PANEL.least, room - MAP);
  const usual = Math.max(PANEL.least, Math.min(PANEL.usual, room * PANEL.share));
  const width = Math.min(wished || usual, most);
  const answer = query.data !== undefined && isOf(query.data, application, scope.service) ? query.data : undefined;
  return (
    <div ref={ref} className={css.board}>
      {answer === undefined ? (
        <div className={css.map}>
          {query.error && !query.isFetching ? (
            <ErrorState error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading />
          )}
        </div>
      ) : (
        <Shown
          answer={answer}
          until={Math.min(answer.to, query.at - STORING)}
          application={application}
          width={width}
          most={most}
          onWidth={setWished}
        />
      )}
    </div>
  );
}

interface ShownProps {
  readonly answer: Answer;
  /** Up to when the answer counts calls: its range may end with a minute that is under way. */
  readonly until: number;
  readonly application: string;
  readonly width: number;
  readonly most: number;
  readonly onWidth: (width: number) => void;
}

function Shown({ answer, until, application, width, most, onWidth }: ShownProps) {
  const { t } = useTranslation();
  const map = useRef<ServerMapHandle>(null);
  const options = useOptions();
  const setSearch = useSetSearch();
  const { filters } = useFilters();
  const [selection, select] = useSelection(answer.center);
  const [found, setFound] = useState<ReadonlySet<string>>();
  const graph = useMemo(
    () => (options.merged ? merge(answer.nodes, answer.links, answer.center) : apart(answer.nodes, answer.links)),
    [answer, options.merged],
  );
  const go = (key: string) => {
    select(key, graph);
    map.current?.centre(key);
  };
  const selected = 'node' in selection ? answer.nodes.find(({ key }) => key === selection.node) : undefined;
  const name = nameOf(application);
  // Where filters let nothing through there were calls: the bar says how many.
  const quiet =
    filters.length === 0 && answer.links.length === 0 && answer.nodes.every(({ histogram }) => histogram.total === 0);
  return (
    <>
      <div className={css.map}>
        <Controls options={options}>
          <FindNode graph={graph} onFind={setFound} onGo={go} />
          <MoreMenu
            merged={options.merged}
            onMerged={(merged) => setSearch(writeOptions({ ...options, merged }))}
            onFit={() => map.current?.fit()}
            onSave={(kind) => map.current?.save(kind, `${name}-${formatDate(until)}-${formatClock(until)}`)}
          />
        </Controls>
        {filters.length > 0 && (
          <Suspense>
            <FilterBar map={answer} />
          </Suspense>
        )}
        <div className={css.canvas}>
          {quiet ? (
            <NoCalls application={name} range={answer} />
          ) : (
            <>
              <ServerMap
                ref={map}
                graph={graph}
                center={answer.center}
                span={until - answer.from}
                selected={keyOf(selection)}
                found={found}
                onSelect={(key) => select(key, graph)}
                label={t('map.of', { application: name })}
              />
              <MapTools map={map} />
            </>
          )}
        </div>
        {selected?.category === 'SERVER' && <Below node={selected} />}
      </div>
      {!quiet && (
        <>
          <Splitter
            of="columns"
            size={width}
            least={PANEL.least}
            most={most}
            onSize={onWidth}
            label={t('map.panel.resize')}
          />
          <aside className={css.panel} style={{ width }} aria-label={t('map.panel.label')}>
            <MapPanel
              graph={graph}
              answer={answer}
              until={until}
              selection={selection}
              onSelect={(key) => select(key, graph)}
            />
          </aside>
        </>
      )}
    </>
  );
}

/** Whether an answer is of this application: the one before stays until the new one is there. */
function isOf(answer: Answer, application: string, service: string | undefined): boolean {
  const center = answer.nodes.find(({ key }) => key === answer.center);
  return (
    center === undefined ||
    (applicationId(center.application) === application && serviceOf(center.application) === service)
  );
}
