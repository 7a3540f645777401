import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import { Copy } from '../copy.tsx';
import { putBinds } from '../sql/binds.ts';
import { SqlText } from '../sql/sql-text.tsx';
import classes from './details.module.css';

const views = ['combined', 'original', 'normalized'] as const;
type View = (typeof views)[number];

/** A statement with its bind values in place, as it was written, or normalized; and the values. */
export function Sql({ sql }: { readonly sql: NonNullable<TraceRow['sql']> }) {
  const { t } = useTranslation();
  const [view, setView] = useState<View>('combined');
  const combined = useMemo(() => putBinds(sql.text, sql.binds), [sql]);
  const text = { combined, original: sql.text, normalized: sql.normalized }[view];
  return (
    <section>
      <div className={classes.bar}>
        <h3>{t('trace.details.sql')}</h3>
        <SegmentedControl
          aria-label={t('trace.details.sql')}
          data={views.map((value) => ({ value, label: t(`trace.details.${value}`) }))}
          value={view}
          onChange={(value) => setView(views.find((known) => known === value) ?? 'combined')}
        />
        <Copy value={text} label={t('trace.details.copySql')} />
      </div>
      <SqlText sql={text} />
      {sql.binds.length > 0 && (
        <>
          <h3>{t('trace.details.binds')}</h3>
          <table className={classes.table}>
            <tbody>
              {sql.binds.map((value, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a bind value is known by its place
                <tr key={i}>
                  <th scope="row">{i + 1}</th>
                  <td className="mono">{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
