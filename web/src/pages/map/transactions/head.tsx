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
    // biome-ignore lint/a11y/useSemanticElements: a list of any length is no table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div role="row" aria-rowindex={1} className={classes.head}>
      {names.map((name) => {
        const order = orders[name];
        const sorted = order === sort.order;
        const Arrow = sort.direction === 'asc' ? IconArrowUp : IconArrowDown;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
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
