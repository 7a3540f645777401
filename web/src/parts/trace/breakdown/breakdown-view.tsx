import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import { formatExact, formatPercent } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import table from '../../table.module.css';
import { criticalPath } from '../critical/critical-path.ts';
import type { Tree } from '../families.ts';
import { applicationColour } from '../number.ts';
import { statementsOf } from '../statements/statements.ts';
import { breakdown, type Share } from './breakdown.ts';
import classes from './breakdown-view.module.css';
import { ownTimes } from './own-time.ts';

interface Props {
  readonly trace: Trace;
  readonly tree: Tree;
  /** Selects a row and shows its details. */
  readonly onOpen: (id: number) => void;
}

/** Where the time of a trace went: by kind, by application, by statement. */
export function BreakdownView({ trace, tree, onOpen }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { path, shares, statements } = useMemo(() => {
    const path = criticalPath(tree);
    return { path, shares: breakdown(trace, path, ownTimes(tree)), statements: statementsOf(trace) };
  }, [trace, tree]);
  const whole = trace.rows[path.root]?.elapsed ?? 0;
  return (
    <section className={classes.view} tabIndex={0} aria-label={t('trace.breakdown.title')}>
      <p className={classes.about}>{t('trace.breakdown.about')}</p>
      <Shares
        title={t('trace.breakdown.kinds')}
        column={t('trace.breakdown.kindColumn')}
        shares={shares.kinds}
        whole={whole}
        name={(kind) => t(`trace.breakdown.kind.${kind}`)}
      />
      <Shares
        title={t('trace.breakdown.applications')}
        column={t('trace.tree.application')}
        shares={shares.applications}
        whole={whole}
        name={(place) => trace.applications[place]?.applicationName ?? ''}
        colour={applicationColour}
      />
      <h3>{t('trace.breakdown.statements')}</h3>
      {statements.length === 0 ? (
        <p>{t('trace.breakdown.noStatements')}</p>
      ) : (
        <table className={table.table} aria-label={t('trace.breakdown.statements')}>
          <thead>
            <tr>
              <th scope="col" className={classes.statement}>
                {t('trace.breakdown.statement')}
              </th>
              <Numbers names={['calls', 'failedCalls', 'variants', 'total', 'average', 'maximum']} />
            </tr>
          </thead>
          <tbody>
            {statements.map((one) => (
              <tr key={`${one.application} ${one.api} ${one.normalized}`}>
                <td title={one.normalized}>
                  <button type="button" className={classes.open} onClick={() => onOpen(one.slowest)}>
                    {one.suspect && (
                      <b title={t('trace.breakdown.suspectWhy', { number: formatExact(one.most) })}>
                        {t('trace.breakdown.suspect')}
                      </b>
                    )}
                    <span className="mono">{one.normalized}</span>
                  </button>
                </td>
                <td data-number>{formatExact(one.calls)}</td>
                <td data-number>{formatExact(one.failed)}</td>
                <td data-number>{formatExact(one.variants)}</td>
                <td data-number>{duration(one.total)}</td>
                <td data-number>{duration(one.total / one.calls)}</td>
                <td data-number>{duration(one.max)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface SharesProps<Key> {
  readonly title: string;
  /** What the shares are named by. */
  readonly column: string;
  readonly shares: readonly Share<Key>[];
  /** ms that the critical path covers. */
  readonly whole: number;
  readonly name: (key: Key) => string;
  readonly colour?: (key: Key) => string;
}

function Shares<Key extends string | number>({ title, column, shares, whole, name, colour }: SharesProps<Key>) {
  const { duration } = useFormat();
  return (
    <>
      <h3>{title}</h3>
      <table className={table.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col" className={classes.name}>
              {column}
            </th>
            <Numbers names={['path', 'share', 'own', 'calls', 'failedCalls']} />
          </tr>
        </thead>
        <tbody>
          {shares.map(({ key, path, own, calls, failed }) => (
            <tr key={key}>
              <td>{name(key)}</td>
              <td data-number>{duration(path)}</td>
              <td data-number>
                <span
                  className={classes.bar}
                  style={{
                    width: `${whole > 0 ? (path / whole) * 48 : 0}px`,
                    background: colour?.(key) ?? 'var(--fp-accent)',
                  }}
                />
                {formatPercent(whole > 0 ? path / whole : 0)}
              </td>
              <td data-number>{duration(own)}</td>
              <td data-number>{formatExact(calls)}</td>
              <td data-number>{formatExact(failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

type Column = 'path' | 'share' | 'own' | 'calls' | 'failedCalls' | 'variants' | 'total' | 'average' | 'maximum';

function Numbers({ names }: { readonly names: readonly Column[] }) {
  const { t } = useTranslation();
  return names.map((name) => (
    <th key={name} scope="col" data-number title={name === 'own' ? t('trace.breakdown.ownWhy') : undefined}>
      {t(`trace.breakdown.${name}`)}
    </th>
  ));
}
