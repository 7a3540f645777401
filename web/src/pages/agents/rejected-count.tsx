import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatCount, formatExact } from '../../data/format.ts';
import { reasonText } from '../../parts/agent/reason-text.ts';
import classes from './agents.module.css';

interface Props {
  readonly count: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** How many were rejected; why, when pointed at or focused. */
export function RejectedCount({ count, reasons }: Props) {
  const { i18n } = useTranslation();
  if (count === 0) return <span className={classes.dim}>0</span>;
  const lines = Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, times]) => `${formatExact(times)} × ${reasonText(i18n, reason)}`);
  return (
    <Tooltip
      multiline
      maw={420}
      label={lines.map((line) => <div key={line}>{line}</div>)}
      events={{ hover: true, focus: true, touch: true }}
    >
      <button type="button" className={classes.rejectedCount} aria-label={`${formatExact(count)}: ${lines.join('; ')}`}>
        {formatCount(count)}
      </button>
    </Tooltip>
  );
}
