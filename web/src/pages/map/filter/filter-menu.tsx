import { ActionIcon, Menu } from '@mantine/core';
import IconFilter from '@tabler/icons-react/icons/IconFilter';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceFilter } from '../../../../../server/src/query/schema/filter.ts';
import { useServerMap } from '../use-server-map.ts';
import { useFilters } from './use-filters.ts';

const Wizard = lazy(async () => ({ default: (await import('./wizard.tsx')).Wizard }));

/** What can be filtered by a node or link: its transactions as they are, or narrowed further. */
export function FilterMenu({ filter }: { readonly filter: TraceFilter }) {
  const { t } = useTranslation();
  const { filters, set } = useFilters();
  const [asking, setAsking] = useState(false);
  const nodes = useServerMap().data?.nodes ?? [];
  const add = (one: TraceFilter) =>
    set([...filters.filter((other) => JSON.stringify(other) !== JSON.stringify(one)), one]);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('filter.title')}>
            <IconFilter size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => add(filter)}>{t('filter.these')}</Menu.Item>
          <Menu.Item onClick={() => setAsking(true)}>{t('filter.wizard')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <Suspense>
          <Wizard
            nodes={nodes}
            filter={filter}
            onClose={() => setAsking(false)}
            onApply={(one) => {
              add(one);
              setAsking(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
