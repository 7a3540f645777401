import { useTranslation } from 'react-i18next';
import type { StoredKind } from '../../../../server/src/query/schema/storage.ts';
import { useParam } from '../../data/search.ts';
import { Empty } from '../../parts/states.tsx';
import table from '../../parts/table.module.css';
import { KindRows } from './kind-rows.tsx';
import classes from './storage.module.css';

const columns = ['kind', 'kept', 'oldest', 'spans', 'bytes', 'byDay'] as const;
const numbers: ReadonlySet<string> = new Set(['spans', 'bytes']);

/** What is kept and dropped together, a row each; the periods of those that are open below it. The address says which. */
export function Kinds({ kinds }: { readonly kinds: readonly StoredKind[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useParam('shown');
  const open = new Set((shown ?? '').split(','));
  const toggle = (kind: string): void => {
    const next = open.has(kind) ? [...open].filter((other) => other !== kind) : [...open, kind];
    setShown(next.filter((one) => one !== '').join(',') || undefined, { replace: true });
  };
  if (kinds.length === 0) return <Empty title={t('storage.empty')} text={t('storage.emptyText')} />;
  return (
    <table className={`${table.table} ${classes.kinds}`}>
      <colgroup>
        {columns.map((column) => (
          <col key={column} className={classes[column]} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" {...(numbers.has(column) && { 'data-number': true })}>
              {t(`storage.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {kinds.map((kind) => (
        <KindRows key={kind.kind} kind={kind} open={open.has(kind.kind)} toggle={() => toggle(kind.kind)} />
      ))}
    </table>
  );
}
