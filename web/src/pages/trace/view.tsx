import { Button } from '@mantine/core';
import IconListTree from '@tabler/icons-react/icons/IconListTree';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../data/api.ts';
import { useSearchParams } from '../../data/search.ts';
import { Await } from '../../parts/await.tsx';
import { ScopeLink } from '../../parts/scope-link.tsx';
import { Empty } from '../../parts/states.tsx';
import { TraceView } from '../../parts/trace/trace-view.tsx';
import { useTrace } from '../../parts/trace/use-trace.ts';

/** A trace's own page, which its link leads to: `/traces/‹id›?at=‹ms›&spanId=‹id›`. */
export function View() {
  const { t } = useTranslation();
  const { traceId = '' } = useParams({ strict: false }) as { readonly traceId?: string };
  const { at, spanId } = useSearchParams();
  const query = useTrace(traceId, {
    ...(Number(at) > 0 && { at: Number(at) }),
    ...(spanId !== undefined && { spanId }),
  });
  if (query.error instanceof ApiError && query.error.status === 404) {
    return (
      <Empty
        icon={IconListTree}
        title={t('trace.notFound')}
        text={t('trace.notFoundWhy')}
        action={
          <Button variant="default" renderRoot={(props) => <ScopeLink to="/map" {...props} />}>
            {t('frame.toMap')}
          </Button>
        }
      />
    );
  }
  return <Await query={query}>{(trace) => <TraceView trace={trace} onReload={() => void query.refetch()} />}</Await>;
}
