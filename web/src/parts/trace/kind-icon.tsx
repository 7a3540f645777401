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
import { useTranslation } from 'react-i18next';
import type { TraceRow } from '../../../../server/src/query/schema/trace.ts';

const icons: Readonly<Record<TraceRow['kind'], Icon>> = {
  server: IconServer,
  method: IconCode,
  sql: IconDatabase,
  http: IconWorld,
  cache: IconBolt,
  queue: IconMessages,
  async: IconArrowsSplit2,
  missing: IconQuestionMark,
};

/** What a call is, as a picture; one that threw shows that instead. */
export function KindIcon({ row }: { readonly row: TraceRow }) {
  const { t } = useTranslation();
  const Kind = row.exception === null ? icons[row.kind] : IconAlertTriangle;
  const label = row.exception === null ? t(`trace.tree.kind.${row.kind}`) : t('trace.details.exception');
  return (
    <span role="img" aria-label={label} title={label}>
      <Kind size={14} stroke={1.6} aria-hidden />
    </span>
  );
}
