import { Combobox, TextInput, useCombobox } from '@mantine/core';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '../../charts/server-map/family.ts';
import { type Graph, nameOf } from '../../charts/server-map/graph.ts';
import { Sign } from '../../charts/server-map/mark.tsx';
import css from './controls.module.css';
import { matches } from './matches.ts';

interface Props {
  readonly graph: Graph;
  /** Keys of the nodes that match; undefined while nothing is looked for. */
  readonly onFind: (found: ReadonlySet<string> | undefined) => void;
  readonly onGo: (key: string) => void;
}

const SHOWN = 12;

/** Looks for nodes by name or type: those that match stay bright, the chosen one comes into the middle. */
export function FindNode({ graph, onFind, onGo }: Props) {
  const { t } = useTranslation();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState('');
  const found = useMemo(() => matches(graph, text), [graph, text]);

  const look = (next: string) => {
    setText(next);
    onFind(next.trim() === '' ? undefined : new Set(matches(graph, next).map(({ key }) => key)));
    combobox.openDropdown();
    combobox.updateSelectedOptionIndex();
  };
  const go = (key: string) => {
    look('');
    combobox.closeDropdown();
    onGo(key);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={go} width={280} position="bottom-end" shadow="md">
      <Combobox.Target>
        <TextInput
          className={css.find}
          size="xs"
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={t('map.controls.find')}
          aria-label={t('map.controls.find')}
          value={text}
          onChange={(event) => look(event.currentTarget.value)}
          onFocus={() => text !== '' && combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            look('');
          }}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') look('');
            if (event.key === 'Enter' && combobox.getSelectedOptionIndex() < 0 && first) go(first.key);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim() === ''}>
        <Combobox.Options aria-label={t('map.controls.find')}>
          {found.slice(0, SHOWN).map((node) => (
            <Combobox.Option key={node.key} value={node.key}>
              <span className={css.option}>
                <Sign family={familyOf(node)} size={20} />
                <span className="ellipsis">{nameOf(node)}</span>
                <span className={css.type}>{node.application.serviceType}</span>
              </span>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('map.controls.noneFound')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
