import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from './states.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty
      title={t('frame.notFound')}
      action={
        <Button component={Link} to="/map" variant="default">
          {t('frame.toMap')}
        </Button>
      }
    />
  );
}
