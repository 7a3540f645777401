import { ActionIcon, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import IconArrowsMaximize from '@tabler/icons-react/icons/IconArrowsMaximize';
import IconMinus from '@tabler/icons-react/icons/IconMinus';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Legend } from '../../charts/server-map/legend.tsx';
import type { ServerMapHandle } from '../../charts/server-map/server-map.tsx';
import css from './board.module.css';

/** What lies over the corners of the map: its legend, and zoom for whom has no wheel. */
export function MapTools({ map }: { map: RefObject<ServerMapHandle | null> }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={css.legend}>
        <Legend />
      </div>
      <div className={css.zoom}>
        <Tool icon={IconPlus} label={t('map.controls.zoomIn')} onClick={() => map.current?.zoom(1.4)} />
        <Tool icon={IconMinus} label={t('map.controls.zoomOut')} onClick={() => map.current?.zoom(1 / 1.4)} />
        <Tool icon={IconArrowsMaximize} label={t('map.controls.fit')} onClick={() => map.current?.fit()} />
      </div>
    </>
  );
}

function Tool({ icon: Sign, label, onClick }: { icon: Icon; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label} position="top">
      <ActionIcon aria-label={label} onClick={onClick}>
        <Sign size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
