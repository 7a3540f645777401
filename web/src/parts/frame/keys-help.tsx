import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Key } from '../../i18n/index.ts';
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

/** What answers more keys once it has the focus. */
const places = [
  ['map.title', 'map.keys'],
  ['map.panel.dots', 'trace.scatter.keys'],
  ['trace.list.title', 'trace.list.keys'],
  ['trace.callTree', 'trace.tree.keys'],
  ['trace.timeline', 'trace.lanes.keys'],
] as const satisfies readonly (readonly [Key, Key])[];

/** The keys that work on the page as it is now, and those of its parts. */
export default function KeysHelp({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const shortcuts = useShortcuts();
  const shown = shortcuts.filter((one, index) => shortcuts.findIndex(({ keys }) => keys === one.keys) === index);
  return (
    <Modal
      opened
      size={520}
      onClose={close}
      title={t('frame.keys')}
      closeButtonProps={{ 'aria-label': t('frame.close') }}
    >
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
      {places.map(([title, keys]) => (
        <p key={title} style={{ margin: '12px 0 0' }}>
          <b>{t(title)}</b>
          <br />
          {t(keys)}
        </p>
      ))}
    </Modal>
  );
}
