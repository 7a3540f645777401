import { ActionIcon, Menu } from '@mantine/core';
import IconArrowsMaximize from '@tabler/icons-react/icons/IconArrowsMaximize';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconDots from '@tabler/icons-react/icons/IconDots';
import IconPhoto from '@tabler/icons-react/icons/IconPhoto';
import IconVectorTriangle from '@tabler/icons-react/icons/IconVectorTriangle';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly merged: boolean;
  readonly onMerged: (merged: boolean) => void;
  readonly onFit: () => void;
  readonly onSave: (kind: 'svg' | 'png') => void;
}

export function MoreMenu({ merged, onMerged, onFit, onSave }: Props) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('map.controls.more')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowsMaximize size={14} />} onClick={onFit}>
          {t('map.controls.fit')}
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={merged}
          leftSection={<IconCheck size={14} style={{ visibility: merged ? 'visible' : 'hidden' }} />}
          onClick={() => onMerged(!merged)}
        >
          {t('map.controls.merge')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconVectorTriangle size={14} />} onClick={() => onSave('svg')}>
          {t('map.controls.saveSvg')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto size={14} />} onClick={() => onSave('png')}>
          {t('map.controls.savePng')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
