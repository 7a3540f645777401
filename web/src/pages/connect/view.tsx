import { useTranslation } from 'react-i18next';
import { ConnectGuide } from '../../parts/connect/connect-guide.tsx';

export function Connect() {
  const { t } = useTranslation();
  return <ConnectGuide title={t('connect.title')} about={t('connect.about')} />;
}
