import { Button, CloseButton, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterProgress } from '../../../../../server/src/query/schema/filter.ts';
import type { ServerMap } from '../../../../../server/src/query/schema/map.ts';
import { apiUrl } from '../../../data/api.ts';
import { formatExact, formatTime } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { useMapQuery } from '../use-server-map.ts';
import css from './filter.module.css';
import { useFilters } from './use-filters.ts';
import { Wizard } from './wizard.tsx';
import { filterWords } from './words.ts';

interface Props {
  readonly map: ServerMap | undefined;
}

/** The active filters in words, each removable, and how far the map has been counted. */
export function FilterBar({ map }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { filters, set } = useFilters();
  const [edited, setEdited] = useState<number>();
  return (
    <section className={css.bar} aria-label={t('filter.label')}>
      {filters.map((filter, place) => {
        const words = filterWords(filter, t, format);
        return (
          <span key={JSON.stringify(filter)} className={css.chip}>
            <button
              type="button"
              className={`${css.words} ellipsis`}
              aria-label={t('filter.edit', { filter: words })}
              onClick={() => setEdited(place)}
            >
              {words}
            </button>
            <CloseButton
              size="xs"
              aria-label={t('filter.remove', { filter: words })}
              onClick={() => set(filters.toSpliced(place, 1))}
            />
          </span>
        );
      })}
      {map !== undefined && (
        <Button size="compact-xs" variant="subtle" onClick={() => setEdited(filters.length)}>
          {t('filter.add')}
        </Button>
      )}
      <Tooltip label={t('filter.sampledHint')} multiline maw={320}>
        <span>{t('filter.sampled')}</span>
      </Tooltip>
      {map?.filtered && <State progress={map.filtered} />}
      {edited !== undefined && map !== undefined && (
        <Wizard
          nodes={map.nodes}
          filter={filters[edited] ?? { to: map.center }}
          onClose={() => setEdited(undefined)}
          onApply={(filter) => {
            set(filters.toSpliced(edited, 1, filter));
            setEdited(undefined);
          }}
        />
      )}
    </section>
  );
}

function State({ progress }: { readonly progress: FilterProgress }) {
  const { t } = useTranslation();
  const query = useMapQuery();
  const { share, reached, matched, traces, end } = progress;
  const time = formatTime(reached);
  return (
    <span className={css.state} role="status">
      {t('filter.found', { matched: formatExact(matched), traces: formatExact(traces) })}
      {end === 'running' && (
        <>
          {' · '}
          {t('filter.running', { share: Math.floor(share * 100), time })}{' '}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void fetch(apiUrl('/server-map/stop', query), { method: 'POST' })}
          >
            {t('filter.stop')}
          </Button>
        </>
      )}
      {end === 'stopped' && ` · ${t('filter.stopped', { time })}`}
      {(end === 'bytes' || end === 'spans' || end === 'time') && ` · ${t('filter.limit', { time })}`}
    </span>
  );
}
