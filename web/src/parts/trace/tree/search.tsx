import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronUp from '@tabler/icons-react/icons/IconChevronUp';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../data/format.ts';
import { nextFound } from '../families.ts';
import classes from './tree.module.css';

interface Props {
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly found: readonly number[];
  readonly selected: number;
  readonly onSelect: (id: number) => void;
}

/** Finds rows by method, class or argument; Enter goes to the next, with Shift to the one before. */
export function Search({ words, onWords, found, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const go = (step: 1 | -1): void => {
    const next = nextFound(found, selected, step);
    if (next >= 0) onSelect(next);
  };
  const at = found.indexOf(selected) + 1;
  return (
    <>
      <TextInput
        className={classes.search}
        leftSection={<IconSearch size={14} aria-hidden />}
        aria-label={t('trace.tree.search')}
        placeholder={t('trace.tree.search')}
        value={words}
        onChange={(event) => onWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && words !== '') onWords('');
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {words.trim() !== '' && (
        <>
          <span className={classes.found} role="status">
            {found.length === 0
              ? t('trace.tree.foundNone')
              : at > 0
                ? t('trace.tree.found', { at: formatExact(at), count: found.length })
                : formatExact(found.length)}
          </span>
          <Tooltip label={t('trace.tree.previous')}>
            <ActionIcon aria-label={t('trace.tree.previous')} disabled={found.length === 0} onClick={() => go(-1)}>
              <IconChevronUp size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('trace.tree.next')}>
            <ActionIcon aria-label={t('trace.tree.next')} disabled={found.length === 0} onClick={() => go(1)}>
              <IconChevronDown size={16} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
    </>
  );
}
