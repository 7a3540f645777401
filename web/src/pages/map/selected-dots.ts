import type { Selected } from '../../charts/scatter/scatter.tsx';

/** A rectangle of the scatter chart as a parameter of the address: `from-to-elapsedFrom-elapsedTo-status`. */
export function writeDots(selected: Selected | undefined): string | undefined {
  if (selected === undefined) return undefined;
  const { from, to, elapsedFrom, elapsedTo, status } = selected;
  return [from, to, elapsedFrom, elapsedTo ?? 'max', status].join('-');
}

export function readDots(text: string | undefined): Selected | undefined {
  const match = /^(\d{1,15})-(\d{1,15})-(\d{1,12})-(\d{1,12}|max)-(all|success|failed)$/.exec(text ?? '');
  if (!match) return undefined;
  const [, from, to, elapsedFrom, elapsedTo, status] = match;
  return {
    from: Number(from),
    to: Number(to),
    elapsedFrom: Number(elapsedFrom),
    elapsedTo: elapsedTo === 'max' ? undefined : Number(elapsedTo),
    status: status === 'success' || status === 'failed' ? status : 'all',
  };
}
