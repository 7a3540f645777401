import { Tooltip } from '@mantine/core';
import IconExternalLink from '@tabler/icons-react/icons/IconExternalLink';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { scopeSearch } from '../../data/scope.ts';
import type { Search } from '../../data/search.ts';
import classes from './trace-view.module.css';

/** Which trace, when about it was received (ms since 1970), and the span to focus on. */
export interface TraceAddress {
  readonly traceId: string;
  readonly at: number;
  readonly spanId?: string | undefined;
}

/** A link to a trace's own page: it can be kept, and sent to others. */
export function TraceLink({ traceId, at, spanId }: TraceAddress) {
  const { t } = useTranslation();
  const search = (before: Search): Search => ({ ...scopeSearch(before), at: String(at), spanId });
  return (
    <Tooltip label={t('trace.header.link')}>
      <Link
        to={`/traces/${encodeURIComponent(traceId)}` as string}
        search={search}
        className={classes.link}
        aria-label={t('trace.header.link')}
      >
        <IconExternalLink size={14} aria-hidden />
      </Link>
    </Tooltip>
  );
}
