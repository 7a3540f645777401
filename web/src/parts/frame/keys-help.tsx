import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shortcut.ts';

const onMac = /mac|iphone|ipad/i.test(navigator.platform);
const names: Readonly<Record<string, string>> = {
  mod: onMac ? '⌘' : 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
};
const nameOfKey = (key: string): string => names[key] ?? (key.length === 1 ? key.toUpperCase() : key);

/** The keys that work on the page as it is now. */
export default function KeysHelp({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const shortcuts = useShortcuts();
  const shown = shortcuts.filter((one, index) => shortcuts.findIndex(({ keys }) => keys === one.keys) === index);
  return (
    <Modal opened onClose={close} title={t('frame.keys')} closeButtonProps={{ 'aria-label': t('frame.close') }}>
      <table style={{ width: '100%' }}>
        <tbody>
          {shown.map(({ keys, does }) => (
            <tr key={keys} style={{ height: 28 }}>
              <td>{t(does)}</td>
              <td style={{ textAlign: 'right', whiteSpace: 'nowrap' }}>
                {keys.split('+').map((key) => (
                  <Kbd key={key} ml={4}>
                    {nameOfKey(key)}
                  </Kbd>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
