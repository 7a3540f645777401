import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Apdex } from '../../../../server/src/query/schema/map.ts';
import { formatDuration, formatExact } from '../../data/format.ts';
import { bandOf, scoreText } from './apdex.ts';
import { limits, type Schema } from './slots.ts';
import css from './summary.module.css';

/** `Apdex 0.93 Good`, and how it was reckoned to whom points at it. */
export function ApdexScore({ apdex, schema }: { apdex: Apdex; schema: Schema }) {
  const { t } = useTranslation();
  if (apdex.total === 0) return null;
  const band = bandOf(apdex.score);
  const [fast, normal] = limits[schema];
  const formula = t('map.apdex.formula', {
    satisfied: formatExact(apdex.satisfied),
    tolerating: formatExact(apdex.tolerating),
    total: formatExact(apdex.total),
    score: apdex.score.toFixed(3),
  });
  const explain = t('map.apdex.explain', { fast: formatDuration(fast), normal: formatDuration(normal) });
  return (
    <Tooltip
      multiline
      w={340}
      label={
        <>
          <div>{formula}</div>
          <div className={css.explain}>{explain}</div>
          <div className={css.explain}>{t('map.apdex.bands')}</div>
        </>
      }
    >
      <span className={css.apdex} tabIndex={0}>
        Apdex <b>{scoreText(apdex.score)}</b>
        <span className={css.band} data-band={band}>
          {t(`map.apdex.${band}`)}
        </span>
      </span>
    </Tooltip>
  );
}
