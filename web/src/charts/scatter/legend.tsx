import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatCount, formatExact } from '../../data/format.ts';
import { useFormat } from '../../data/use-format.ts';
import type { Counts } from './dots.ts';
import type { Show } from './raster.ts';
import classes from './scatter.module.css';

/** `auto` fits the slowest dot; else ms at the upper edge. */
export type Scale = 'auto' | number;

interface Props {
  readonly counts: Counts;
  readonly show: Show;
  readonly onShow: (show: Show) => void;
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
}

/** What the shapes mean and how many there are of each; which of them are shown; how far up the plot reaches. */
export function Legend({ counts, show, onShow, scale, onScale }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.legend}>
      <Toggle name={t('trace.scatter.success')} count={counts.success} on={show !== 'failed'} {...toggle('success')}>
        <circle cx={5} cy={5} r={3.5} className={classes.success} />
      </Toggle>
      <Toggle name={t('trace.scatter.failed')} count={counts.failed} on={show !== 'success'} {...toggle('failed')}>
        <path d="M1.5 1.5 8.5 8.5 M8.5 1.5 1.5 8.5" className={classes.failed} />
      </Toggle>
      <span className={classes.space} />
      <ScaleChoice scale={scale} onScale={onScale} />
    </div>
  );

  /** Hiding what alone is shown shows the other instead: the chart is never blank by choice. */
  function toggle(which: 'success' | 'failed') {
    const other = which === 'success' ? 'failed' : 'success';
    return { onClick: () => onShow(show === 'all' || show === which ? other : 'all') };
  }
}

interface ToggleProps {
  readonly name: string;
  readonly count: number;
  readonly on: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Toggle({ name, count, on, onClick, children }: ToggleProps) {
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-pressed={on}
      title={`${name} ${formatExact(count)}`}
      onClick={onClick}
    >
      <svg width={10} height={10} viewBox="0 0 10 10" aria-hidden>
        {children}
      </svg>
      {name} <b className="tabular">{formatCount(count)}</b>
    </button>
  );
}

/** Upper edges to choose from, ms. */
const presets: readonly number[] = [100, 500, 1_000, 3_000, 5_000, 10_000, 30_000, 60_000];

function ScaleChoice({ scale, onScale }: Pick<Props, 'scale' | 'onScale'>) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  // The wheel leads to others as well.
  const known = scale === 'auto' || presets.includes(scale) ? presets : [...presets, scale].sort((a, b) => a - b);
  return (
    <Select
      aria-label={t('trace.scatter.scale')}
      title={t('trace.scatter.scale')}
      className={classes.scale}
      data={[
        { value: 'auto', label: t('trace.scatter.auto') },
        ...known.map((ms) => ({ value: String(ms), label: `≤ ${duration(ms)}` })),
      ]}
      value={String(scale)}
      onChange={(value) => {
        if (value === 'auto') onScale('auto');
        else if (value !== null) onScale(Number(value));
      }}
      allowDeselect={false}
      maxDropdownHeight={320}
      comboboxProps={{ width: 110, position: 'bottom-end' }}
    />
  );
}
