import { ActionIcon, Button, Popover, Tooltip, VisuallyHidden } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../data/clock.ts';
import { formatZone } from '../../data/format.ts';
import { beat, refresh } from '../../data/now.ts';
import { isRelative, presets, shift, width } from '../../data/range.ts';
import { useLostSince } from '../../data/reach.ts';
import { useRange, useScope, useSetScope } from '../../data/scope.ts';
import { useFormat } from '../../data/use-format.ts';
import { useShortcut } from '../shortcut.ts';
import { Loading } from '../states.tsx';
import { describeRange } from './describe-range.ts';
import classes from './time-control.module.css';

const CustomRange = lazy(() => import('./custom-range.tsx'));

/** How often a live page renews itself, ms; not while it is hidden. Minutes begin with a beat. */
const BEAT = 5000;

/** Chooses when: newest or fixed range, one range earlier or later, live, refresh. */
export function TimeControl() {
  const { t } = useTranslation();
  const format = useFormat();
  const scope = useScope();
  const setScope = useSetScope();
  const range = useRange();
  const [open, setOpen] = useState(false);
  const move = (direction: -1 | 1) => setScope({ range: shift(scope.range, direction, serverNow()) });

  useShortcut('[', 'frame.does.earlier', () => move(-1));
  useShortcut(']', 'frame.does.later', () => move(1));
  useShortcut('r', 'frame.does.refresh', refresh);
  useShortcut('l', 'frame.does.live', () => setScope({ live: !scope.live }));
  useBeat(scope.live);

  const lost = useLostSince() !== undefined;
  const relative = isRelative(scope.range);
  return (
    <div className={classes.control} style={{ gap: 8 }}>
      <div className={classes.control}>
        <ActionIcon onClick={() => move(-1)} aria-label={t('frame.earlier')}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className={classes.range} onClick={() => setOpen(!open)}>
              <VisuallyHidden>{t('frame.range')}</VisuallyHidden>
              <span>{describeRange(range)}</span>
              <span className={classes.span}>
                {relative
                  ? t('frame.last', { span: format.duration(width(scope.range)) })
                  : format.duration(width(range))}
              </span>
              <IconChevronDown size={14} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown p="md">
            <div className={classes.menu}>
              <div>
                <h2 className={classes.heading}>{t('frame.presets')}</h2>
                <div className={classes.presets}>
                  {presets.map((last) => (
                    <Button
                      key={last}
                      variant={relative && width(scope.range) === last ? 'filled' : 'default'}
                      onClick={() => {
                        setScope({ range: { last } });
                        setOpen(false);
                      }}
                    >
                      {format.duration(last)}
                    </Button>
                  ))}
                </div>
                <p className={classes.zone}>{t('frame.zone', { zone: formatZone(range.to) })}</p>
              </div>
              <div>
                <h2 className={classes.heading}>{t('frame.custom')}</h2>
                <Suspense fallback={<Loading height={320} />}>
                  <CustomRange
                    range={range}
                    apply={(chosen) => {
                      setScope({ range: chosen });
                      setOpen(false);
                    }}
                  />
                </Suspense>
              </div>
            </div>
          </Popover.Dropdown>
        </Popover>
        <ActionIcon onClick={() => move(1)} aria-label={t('frame.later')} disabled={relative}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
      <Tooltip label={t(scope.live ? 'frame.liveOn' : 'frame.liveOff')}>
        <button
          type="button"
          className={classes.live}
          aria-pressed={scope.live}
          data-lost={lost || undefined}
          onClick={() => setScope({ live: !scope.live })}
        >
          <span className={classes.dot} aria-hidden />
          {t('frame.live')}
        </button>
      </Tooltip>
      <Tooltip label={t('frame.refresh')}>
        <ActionIcon onClick={refresh} aria-label={t('frame.refresh')}>
          <IconRefresh size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function useBeat(live: boolean): void {
  useEffect(() => {
    if (!live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      timer = setTimeout(
        () => {
          wait();
          if (document.visibilityState === 'visible') beat();
        },
        BEAT - (serverNow() % BEAT),
      );
    };
    const onShow = () => document.visibilityState === 'visible' && beat();
    wait();
    document.addEventListener('visibilitychange', onShow);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShow);
    };
  }, [live]);
}
