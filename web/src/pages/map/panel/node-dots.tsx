import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ApplicationName } from '../../../../../server/src/query/schema/application.ts';
import { Scatter } from '../../../charts/scatter/scatter.tsx';
import { useScatter } from '../../../charts/scatter/use-scatter.ts';
import { applicationId, serviceOf } from '../../../data/application.ts';
import type { Range } from '../../../data/range.ts';
import { useScope } from '../../../data/scope.ts';
import { useParam } from '../../../data/search.ts';
import { ErrorState, Loading } from '../../../parts/states.tsx';
import { useFilterQuery } from '../filter/use-filters.ts';
import { useSelectedDots } from '../use-selected-dots.ts';
import { useServerMap } from '../use-server-map.ts';
import css from './panel.module.css';

interface Props {
  readonly application: ApplicationName;
  readonly range: Range;
  /** Up to when the figures beside the chart count. */
  readonly until: number;
}

/** The scatter chart of an application; a drag over it opens the transactions below the map. */
export function NodeDots({ application, range, until }: Props) {
  const { t } = useTranslation();
  const { live } = useScope();
  const [agent, setAgent] = useParam('agent');
  const [selection, select] = useSelectedDots();
  const filter = useFilterQuery();
  const data = useScatter({
    application: applicationId(application),
    service: serviceOf(application),
    from: range.from,
    to: range.to,
    agent,
    live,
    ...filter,
    progress: useServerMap().data?.filtered?.matched,
  });
  return (
    <section className={css.section} aria-label={t('map.panel.dots')}>
      {agent !== undefined && (
        <div className={css.only}>
          <span className="ellipsis">{t('map.servers.only', { name: agent })}</span>
          <CloseButton size="xs" aria-label={t('map.servers.all')} onClick={() => setAgent(undefined)} />
        </div>
      )}
      <div className={css.dots}>
        {data.error ? (
          <ErrorState error={data.error} retry={data.retry} />
        ) : data.pending ? (
          <Loading />
        ) : (
          <Scatter
            data={data.dots}
            range={range}
            live={live}
            until={live ? until : undefined}
            outdated={data.outdated}
            stream={data.stream}
            selected={selection}
            onSelect={select}
          />
        )}
      </div>
    </section>
  );
}
