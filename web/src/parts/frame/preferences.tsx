import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import IconAdjustmentsHorizontal from '@tabler/icons-react/icons/IconAdjustmentsHorizontal';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconKeyboard from '@tabler/icons-react/icons/IconKeyboard';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../data/use-format.ts';
import { type Language, languages, setLanguage } from '../../i18n/index.ts';

const schemes = { light: 'frame.light', dark: 'frame.dark', auto: 'frame.system' } as const;

/** What is the viewer's own affair: language, theme; and the way to the list of keys. */
export function Preferences({ showKeys }: { readonly showKeys: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const mark = (on: boolean) => (on ? <IconCheck size={14} /> : <span style={{ width: 14 }} />);
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={t('frame.preferences')}>
          <IconAdjustmentsHorizontal size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('frame.language')}</Menu.Label>
        {(Object.entries(languages) as [Language, string][]).map(([code, name]) => (
          <Menu.Item
            key={code}
            lang={code}
            leftSection={mark(code === language)}
            onClick={() => void setLanguage(code)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t('frame.theme')}</Menu.Label>
        {(Object.entries(schemes) as ['light' | 'dark' | 'auto', (typeof schemes)['light']][]).map(
          ([scheme, label]) => (
            <Menu.Item key={scheme} leftSection={mark(scheme === colorScheme)} onClick={() => setColorScheme(scheme)}>
              {t(label)}
            </Menu.Item>
          ),
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={14} />} onClick={showKeys}>
          {t('frame.keys')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
