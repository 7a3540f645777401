import { useViewportSize } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapNode } from '../../../../server/src/query/schema/map.ts';
import { applicationId, serviceOf } from '../../data/application.ts';
import { useParam } from '../../data/search.ts';
import { useStored } from '../../data/stored.ts';
import { useShortcut } from '../../parts/shortcut.ts';
import { Splitter } from '../../parts/splitter.tsx';
import { Loading } from '../../parts/states.tsx';
import css from './board.module.css';
import { useSelectedDots } from './use-selected-dots.ts';

const Transactions = lazy(async () => ({ default: (await import('./transactions/transactions.tsx')).Transactions }));

const LEAST = 200;
/** What the map is left with at least, bars included. */
const ABOVE = 200;
/** The part of the screen it takes until the viewer has a wish. */
const SHARE = 0.6;

/** The transactions of the dots that were selected, below the map. */
export function Below({ node }: { node: MapNode }) {
  const { t } = useTranslation();
  const { height: screen } = useViewportSize();
  const [wished, setWished] = useStored<number>('map.transactions', 0);
  const [selection, select] = useSelectedDots();
  const [agent] = useParam('agent');
  const shown = selection !== undefined;
  useShortcut('Escape', 'frame.does.close', () => select(undefined), shown);
  if (!shown) return null;
  const most = Math.max(LEAST, screen - ABOVE);
  const height = Math.min(wished || screen * SHARE, most);
  return (
    <>
      <Splitter
        of="rows"
        size={height}
        least={LEAST}
        most={most}
        onSize={setWished}
        label={t('map.panel.resizeSplit')}
      />
      <div className={css.transactions} style={{ height }}>
        <Suspense fallback={<Loading />}>
          <Transactions
            application={applicationId(node.application)}
            service={serviceOf(node.application)}
            agent={agent}
            selection={selection}
            onClose={() => select(undefined)}
          />
        </Suspense>
      </div>
    </>
  );
}
