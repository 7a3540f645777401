import { ActionIcon, NativeSelect, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import IconArrowBarRight from '@tabler/icons-react/icons/IconArrowBarRight';
import IconArrowBarToRight from '@tabler/icons-react/icons/IconArrowBarToRight';
import IconArrowsLeftRight from '@tabler/icons-react/icons/IconArrowsLeftRight';
import IconDatabaseOff from '@tabler/icons-react/icons/IconDatabaseOff';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetSearch } from '../../data/search.ts';
import css from './controls.module.css';
import { DEPTHS, type Options, writeOptions } from './options.ts';

interface Props {
  readonly options: Options;
  /** What stands on the right: the search for nodes and the menu. */
  readonly children: ReactNode;
}

/** How far and what of the map is shown. */
export function Controls({ options, children }: Props) {
  const { t } = useTranslation();
  const setSearch = useSetSearch();
  const change = (patch: Partial<Options>) => setSearch(writeOptions({ ...options, ...patch }));
  return (
    <section className={css.bar} aria-label={t('map.controls.label')}>
      <Depth
        icon={IconArrowBarToRight}
        label={t('map.controls.inbound')}
        hint={t('map.controls.inboundHint')}
        value={options.inbound}
        onChange={(inbound) => change({ inbound })}
      />
      <Depth
        icon={IconArrowBarRight}
        label={t('map.controls.outbound')}
        hint={t('map.controls.outboundHint')}
        value={options.outbound}
        onChange={(outbound) => change({ outbound })}
      />
      <Toggle
        label={t('map.controls.bidirectional')}
        hint={t('map.controls.bidirectionalHint')}
        on={options.bidirectional}
        onChange={(bidirectional) => change({ bidirectional })}
      >
        <IconArrowsLeftRight size={16} />
      </Toggle>
      <Toggle
        label={t('map.controls.wasOnly')}
        hint={t('map.controls.wasOnlyHint')}
        on={options.wasOnly}
        onChange={(wasOnly) => change({ wasOnly })}
      >
        <IconDatabaseOff size={16} />
        <span className={css.word}>{t('map.controls.wasOnly')}</span>
      </Toggle>
      <span className={css.right}>{children}</span>
    </section>
  );
}

interface DepthProps {
  /** Stands for the label where there is no room for words. */
  readonly icon: Icon;
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Depth({ icon: Sign, label, hint, value, onChange }: DepthProps) {
  const id = useId();
  return (
    <Tooltip label={`${label}: ${hint}`}>
      <span className={css.depth}>
        <label htmlFor={id}>
          <Sign size={16} aria-hidden />
          <span>{label}</span>
        </label>
        <NativeSelect
          id={id}
          size="xs"
          w={52}
          data={DEPTHS.map(String)}
          value={String(value)}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        />
      </span>
    </Tooltip>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

function Toggle({ label, hint, on, onChange, children }: ToggleProps) {
  return (
    <Tooltip label={`${label}: ${hint}`}>
      <ActionIcon
        className={css.toggle}
        variant={on ? 'light' : 'subtle'}
        color={on ? 'indigo' : 'gray'}
        aria-pressed={on}
        aria-label={label}
        onClick={() => onChange(!on)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
