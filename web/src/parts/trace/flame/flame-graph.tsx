import { TextInput, useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import IconZoomReset from '@tabler/icons-react/icons/IconZoomReset';
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import { formatExact, formatPercent } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { usePalette } from '../../use-palette.ts';
import { ownTimes } from '../breakdown/own-time.ts';
import { criticalPath } from '../critical/critical-path.ts';
import type { Tree } from '../families.ts';
import timeline from '../timeline/timeline.module.css';
import { Tool } from '../tool.tsx';
import shared from '../trace-view.module.css';
import { drawFlames, LINE } from './draw.ts';
import { type Flame, flameAt, flamesOf, matches } from './flame.ts';
import classes from './flame-graph.module.css';

interface Props {
  readonly trace: Trace;
  readonly tree: Tree;
  /** Selects a row and shows its details. */
  readonly onOpen: (id: number) => void;
}

/** Where the time of a trace went, call by call: equal calls of a caller are one bar. A click magnifies a bar. */
export function FlameGraph({ trace, tree, onOpen }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const flames = useMemo(() => flamesOf(tree, criticalPath(tree), ownTimes(tree)), [tree]);
  const total = useMemo(() => flames.reduce((sum, one) => sum + (one.parent < 0 ? one.total : 0), 0), [flames]);
  const levels = useMemo(() => flames.reduce((most, { depth }) => Math.max(most, depth + 1), 1), [flames]);
  const [chosen, setChosen] = useState(-1);
  const [words, setWords] = useState('');
  const [hover, setHover] = useState<{ flame: Flame; x: number; y: number }>();
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const scheme = useComputedColorScheme('light');
  const current = flames[chosen];
  const view = current === undefined || current.total <= 0 ? { left: 0, total } : current;
  const found = useMemo(() => new Set(flames.filter((one) => matches(one, words))), [flames, words]);

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || width === 0) return;
    const scale = window.devicePixelRatio;
    canvas.current.width = Math.round(width * scale);
    canvas.current.height = Math.round(levels * LINE * scale);
    context.scale(scale, scale);
    const font = getComputedStyle(canvas.current).fontFamily;
    const searched = words.trim() !== '';
    drawFlames(context, { flames, view, width, chosen, found: searched ? found : undefined, palette, scheme, font });
  }, [flames, view, width, levels, chosen, found, words, palette, scheme]);

  const under = (event: MouseEvent<HTMLCanvasElement>): Flame | undefined => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const at = view.left + ((event.clientX - left) / width) * view.total;
    return flameAt(flames, Math.floor((event.clientY - top) / LINE), at);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const first = flames.find(({ parent }) => parent === chosen)?.id;
    const beside = flames.filter(({ parent }) => parent === (current?.parent ?? -1)).map(({ id }) => id);
    const place = beside.indexOf(chosen);
    if (event.key === 'ArrowDown') setChosen(first ?? chosen);
    else if (event.key === 'ArrowUp') setChosen(current?.parent ?? -1);
    else if (event.key === 'ArrowRight') setChosen(beside[place + 1] ?? chosen);
    else if (event.key === 'ArrowLeft') setChosen(beside[place - 1] ?? chosen);
    else if (event.key === '0') setChosen(-1);
    else if (event.key === 'Enter' && current !== undefined) onOpen(current.row.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const says = ({ row, calls, total: time, own, path }: Flame): string =>
    t('trace.flame.says', {
      title: row.title,
      application: trace.applications[row.application]?.applicationName ?? '',
      calls: formatExact(calls),
      total: duration(time),
      share: formatPercent(total > 0 ? time / total : 0),
      own: duration(own),
      path: duration(path),
    });
  return (
    <div className={classes.frame}>
      <div className={shared.tools}>
        <TextInput
          className={classes.search}
          aria-label={t('trace.tree.search')}
          placeholder={t('trace.tree.search')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Tool label={t('trace.lanes.all')} onClick={() => setChosen(-1)} icon={<IconZoomReset size={16} />} />
      </div>
      <div
        ref={ref}
        className={classes.scroller}
        role="group"
        tabIndex={0}
        aria-label={t('trace.flame.name')}
        aria-description={t('trace.flame.keys')}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          aria-hidden
          style={{ display: 'block', width, height: levels * LINE }}
          onMouseMove={(event) => {
            const flame = under(event);
            setHover(flame && { flame, x: event.clientX, y: event.clientY });
          }}
          onMouseLeave={() => setHover(undefined)}
          onClick={(event) => setChosen(under(event)?.id ?? -1)}
          onDoubleClick={() => current !== undefined && onOpen(current.row.id)}
        />
      </div>
      {hover && (
        <div
          className={timeline.tip}
          style={{
            top: hover.y + 16,
            ...(hover.x > window.innerWidth / 2 ? { right: window.innerWidth - hover.x } : { left: hover.x }),
          }}
        >
          {says(hover.flame)}
        </div>
      )}
      <p className={classes.says} role="status">
        {current === undefined ? t('trace.flame.about') : says(current)}
      </p>
    </div>
  );
}
