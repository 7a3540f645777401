import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../../data/use-api.ts';
import { listenForShortcuts, useShortcut } from '../shortcut.ts';
import { Loading } from '../states.tsx';
import { ApplicationPicker } from './application-picker.tsx';
import classes from './frame.module.css';
import { LostBanner } from './lost-banner.tsx';
import { Preferences } from './preferences.tsx';
import { Rail } from './rail.tsx';
import { StorageBanner } from './storage-banner.tsx';
import { TimeControl } from './time-control.tsx';
import { useDocumentTitle } from './use-document-title.ts';

const Palette = lazy(() => import('./palette.tsx'));
const KeysHelp = lazy(() => import('./keys-help.tsx'));

/** What stands around every page: the rail, and the bar that says what is looked at, when, and whether live. */
export function Frame() {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'palette' | 'keys'>();
  const close = () => setDialog(undefined);
  useEffect(listenForShortcuts, []);
  useShortcut('mod+k', 'frame.does.palette', () => setDialog('palette'));
  useShortcut('?', 'frame.does.help', () => setDialog('keys'));
  useSetup();
  useDocumentTitle();
  return (
    <div className={classes.frame}>
      <a href="#page" className={classes.skip}>
        {t('frame.skip')}
      </a>
      <Rail />
      <header className={classes.bar}>
        <ApplicationPicker />
        <div className={classes.spring} />
        <TimeControl />
        <Preferences showKeys={() => setDialog('keys')} />
      </header>
      <main id="page" className={classes.page} tabIndex={-1}>
        <LostBanner />
        <StorageBanner />
        <div className={classes.view}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <Suspense>
        {dialog === 'palette' && <Palette close={close} />}
        {dialog === 'keys' && <KeysHelp close={close} />}
      </Suspense>
    </div>
  );
}
