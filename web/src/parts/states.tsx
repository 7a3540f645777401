import { Button, Skeleton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconInbox from '@tabler/icons-react/icons/IconInbox';
import IconPlugConnectedX from '@tabler/icons-react/icons/IconPlugConnectedX';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../data/api.ts';
import classes from './states.module.css';

/** Shows nothing for the first 150 ms: an answer that fast needs no announcement. */
export function Loading({ height = '100%' }: { readonly height?: number | string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.loading} style={{ height }} role="status" aria-label={t('frame.loading')}>
      {shown && <Skeleton height="100%" radius="md" />}
    </div>
  );
}

interface EmptyProps {
  readonly icon?: Icon;
  /** one sentence: why there is nothing */
  readonly title: string;
  readonly text?: ReactNode;
  /** one thing to do about it */
  readonly action?: ReactNode;
}

export function Empty({ icon: Sign = IconInbox, title, text, action }: EmptyProps) {
  return (
    <div className={classes.state}>
      <Sign size={32} stroke={1.25} className={classes.icon} aria-hidden />
      <div className={classes.title}>{title}</div>
      {text !== undefined && <div className={classes.text}>{text}</div>}
      {action}
    </div>
  );
}

interface ErrorProps {
  readonly error: unknown;
  /** what failed, if "this could not be loaded" does not say it well enough */
  readonly title?: string;
  readonly retry?: () => void;
}

export function ErrorState({ error, title, retry }: ErrorProps) {
  const { t, i18n } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : undefined;
  const known = problem !== undefined && i18n.exists(`problem.${problem.code}`);
  const says = known ? i18n.t(`problem.${problem.code}` as 'problem.INTERNAL') : messageOf(error);
  const Sign = problem?.code === 'UNREACHABLE' ? IconPlugConnectedX : IconAlertTriangle;
  return (
    <div className={classes.state} role="alert">
      <Sign size={32} stroke={1.25} className={classes.icon} aria-hidden />
      <div className={classes.title}>{title ?? t('frame.failed')}</div>
      <div className={classes.text}>{says}</div>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('frame.retry')}
        </Button>
      )}
      {problem && problem.status !== 0 && (
        <details className={classes.details}>
          <summary>{t('frame.details')}</summary>
          <pre>
            {[`${problem.status} ${problem.code}`, problem.title, problem.detail, problem.instance]
              .filter((line) => line !== '')
              .join('\n')}
          </pre>
        </details>
      )}
    </div>
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A thin banner above what is shown although a part of it is missing. */
export function Partial({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.partial} role="status">
      <IconAlertTriangle size={14} aria-hidden />
      {children}
    </div>
  );
}
