import IconArrowDown from '@tabler/icons-react/icons/IconArrowDown';
import IconArrowUp from '@tabler/icons-react/icons/IconArrowUp';
import { useTranslation } from 'react-i18next';
import { nextSort, type Order, type Sort } from './pages.ts';
import classes from './transactions.module.css';

const names = ['time', 'path', 'elapsed', 'exception', 'agent', 'client', 'traceId'] as const;
const orders: Readonly<Partial<Record<(typeof names)[number], Order>>> = { time: 'time', elapsed: 'elapsed' };

/** Names of the columns; two of them sort the list. */
export function Head({ sort, onSort }: { readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      {names.map((name) => {
        const order = orders[name];
        const sorted = order === sort.order;
        const Arrow = sort.direction === 'asc' ? IconArrowUp : IconArrowDown;
        return (
          <div
            key={name}
            role="columnheader"
            aria-sort={sorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
          >
            {order === undefined ? (
              t(`trace.list.${name}`)
            ) : (
              <button
                type="button"
                className={classes.sort}
                title={t('trace.list.sortBy', { column: t(`trace.list.${name}`) })}
                onClick={() => onSort(nextSort(sort, order))}
              >
                {t(`trace.list.${name}`)}
                {sorted && <Arrow size={13} aria-hidden />}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
