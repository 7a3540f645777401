import { useTranslation } from 'react-i18next';
import { ConnectGuide } from './connect-guide.tsx';

/** In place of a page that has nothing to show because no agent ever connected: how to connect one. */
export function NoAgents() {
  const { t } = useTranslation();
  return <ConnectGuide title={t('connect.none')} about={t('connect.noneAbout')} />;
}
