/** Transactions of one request. */
export const PAGE = 100;

/** The pages (by number, from 0) that hold the rows `first` … `last` of a list of `total`, both included. */
export function pagesOf(first: number, last: number, total: number): number[] {
  if (total === 0) return [0];
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(Math.min(Math.max(first, last), total - 1) / PAGE);
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i);
}

export type Order = 'time' | 'elapsed';
export interface Sort {
  readonly order: Order;
  readonly direction: 'asc' | 'desc';
}

export const newestFirst: Sort = { order: 'time', direction: 'desc' };

/** The order after a click on a column's name: another column begins at its greatest, the same one turns round. */
export function nextSort(sort: Sort, order: Order): Sort {
  return { order, direction: sort.order === order && sort.direction === 'desc' ? 'asc' : 'desc' };
}
