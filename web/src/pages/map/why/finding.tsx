import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyShare, WhyTime, WhyValue } from '../../../../../server/src/query/schema/why.ts';
import { formatExact, formatPercent } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { TraceLink } from '../../../parts/trace/trace-link.tsx';
import { useFilters } from '../filter/use-filters.ts';
import { useMapQuery } from '../use-server-map.ts';
import { narrowed } from './narrow.ts';
import css from './why.module.css';

/** A value that more of the selected have than of the others. */
export function ShareFinding({ of }: { readonly of: WhyShare }) {
  const { t } = useTranslation();
  const { value, share, elsewhereShare, selected, elsewhere, also, samples } = of;
  return (
    <Finding value={value} also={also} samples={samples} share={share} elsewhere={elsewhereShare}>
      {t('why.share', { share: formatPercent(share), elsewhere: formatPercent(elsewhereShare) })}{' '}
      <span className={css.counts}>
        {t('why.counts', { selected: formatExact(selected), elsewhere: formatExact(elsewhere) })}
      </span>
    </Finding>
  );
}

/** Where the selected spend their extra time. */
export function TimeFinding({ of }: { readonly of: WhyTime }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { value, share, mean, elsewhereMean, calls, elsewhereCalls, samples } = of;
  const times = t('why.time', {
    share: formatPercent(Math.min(share, 1)),
    mean: duration(mean),
    elsewhere: duration(elsewhereMean),
  });
  const more = elsewhereCalls !== null && calls >= 2 && calls >= 2 * elsewhereCalls;
  return (
    <Finding value={value} also={[]} samples={samples} share={Math.min(share, 1)} elsewhere={0}>
      {times}
      {more && ` ${t('why.calls', { calls: calls.toFixed(1), elsewhere: elsewhereCalls.toFixed(1) })}`}
    </Finding>
  );
}

interface Props {
  readonly value: WhyValue;
  readonly also: readonly WhyValue[];
  readonly samples: WhyShare['samples'];
  readonly share: number;
  readonly elsewhere: number;
  readonly children: ReactNode;
}

function Finding({ value, also, samples, share, elsewhere, children }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { filters, set } = useFilters();
  const center = useCenter();
  const filter = center === undefined ? undefined : narrowed(value, center);
  return (
    <li className={css.finding}>
      <div className={css.bars} aria-hidden>
        <i style={{ width: `${share * 100}%` }} />
        <i style={{ width: `${elsewhere * 100}%` }} />
      </div>
      <div className={css.words}>
        <div className={css.value}>
          <span className={css.dimension}>{t(`why.dimension.${value.dimension}`)}</span>
          <b title={value.text}>{value.text}</b>
          {value.detail !== '' && <span className={css.detail}>{value.detail}</span>}
          <span className={css.detail}>{value.application.applicationName}</span>
        </div>
        <p>{children}</p>
        {also.length > 0 && (
          <p className={css.also}>{t('why.also', { values: also.map(({ text }) => text).join(', ') })}</p>
        )}
        <div className={css.actions}>
          {filter !== undefined && (
            <Button size="compact-xs" variant="default" onClick={() => set([...filters, filter])}>
              {t('why.narrow')}
            </Button>
          )}
          {samples.length > 0 && <span>{t('why.samples')}</span>}
          {samples.slice(0, SAMPLES).map(({ traceId, spanId, at, elapsed }) => (
            <span key={`${traceId} ${spanId}`} className={css.sample}>
              {duration(elapsed)}
              <TraceLink traceId={traceId} at={at} spanId={spanId} />
            </span>
          ))}
        </div>
      </div>
    </li>
  );
}

const SAMPLES = 5;

/** Key of the node that the map is drawn around. */
function useCenter(): string | undefined {
  const query = useMapQuery();
  const application = query?.application;
  if (typeof application !== 'string') return undefined;
  const at = application.lastIndexOf('@');
  const service = typeof query?.service === 'string' ? query.service : 'DEFAULT';
  return `${service}^${application.slice(0, at)}^${application.slice(at + 1)}`;
}
