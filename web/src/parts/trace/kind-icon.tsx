import type { Icon } from '@tabler/icons-react';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconArrowsSplit2 from '@tabler/icons-react/icons/IconArrowsSplit2';
import IconBolt from '@tabler/icons-react/icons/IconBolt';
import IconCode from '@tabler/icons-react/icons/IconCode';
import IconDatabase from '@tabler/icons-react/icons/IconDatabase';
import IconMessages from '@tabler/icons-react/icons/IconMessages';
import IconQuestionMark from '@tabler/icons-react/icons/IconQuestionMark';
import IconServer from '@tabler/icons-react/icons/IconServer';
import IconWorld from '@tabler/icons-react/icons/IconWorld';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { TraceRow } from '../../../../server/src/query/schema/trace.ts';

/** Made once: a tree that is scrolled shows thousands of them. */
const icons: Readonly<Record<TraceRow['kind'] | 'exception', ReactNode>> = {
  server: sign(IconServer),
  method: sign(IconCode),
  sql: sign(IconDatabase),
  http: sign(IconWorld),
  cache: sign(IconBolt),
  queue: sign(IconMessages),
  async: sign(IconArrowsSplit2),
  missing: sign(IconQuestionMark),
  exception: sign(IconAlertTriangle),
};

function sign(Sign: Icon): ReactNode {
  return <Sign size={14} stroke={1.6} aria-hidden />;
}

/** What a call is, as a picture; one that threw shows that instead. */
export function KindIcon({ row, t }: { readonly row: TraceRow; readonly t: TFunction }) {
  const label = row.exception === null ? t(`trace.tree.kind.${row.kind}`) : t('trace.details.exception');
  return (
    <span role="img" aria-label={label} title={label}>
      {icons[row.exception === null ? row.kind : 'exception']}
    </span>
  );
}
