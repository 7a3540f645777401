import IconArrowNarrowDown from '@tabler/icons-react/icons/IconArrowNarrowDown';
import IconArrowNarrowUp from '@tabler/icons-react/icons/IconArrowNarrowUp';
import classes from './table.module.css';

export type Direction = 'asc' | 'desc';

interface Props {
  readonly label: string;
  /** what the column's head explains when pointed at */
  readonly about?: string;
  /** how the table is sorted by this column; undefined if by another */
  readonly direction: Direction | undefined;
  readonly number?: boolean;
  readonly onSort: () => void;
}

/** The head of a column that sorts its table. */
export function SortHeader({ label, about, direction, number, onSort }: Props) {
  const Arrow = direction === 'asc' ? IconArrowNarrowUp : IconArrowNarrowDown;
  return (
    <th
      scope="col"
      data-number={number || undefined}
      aria-sort={direction === undefined ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
      title={about}
    >
      <button type="button" className={classes.sort} onClick={onSort}>
        {label}
        {direction !== undefined && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}
