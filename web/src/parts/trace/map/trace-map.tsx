import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import type { Graph } from '../../../charts/server-map/graph.ts';
import { ServerMap } from '../../../charts/server-map/server-map.tsx';

/** The applications that one trace went through, and what they called. */
export function TraceMap({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const [selected, setSelected] = useState<string>();
  const { nodes, links, center } = trace.map;
  const graph = useMemo<Graph>(
    () => ({ nodes: nodes.map((node) => ({ ...node, members: [] })), links }),
    [nodes, links],
  );
  return (
    <ServerMap
      graph={graph}
      center={center}
      // One trace has calls, but no rate of them.
      span={0}
      selected={selected}
      onSelect={setSelected}
      label={t('trace.map')}
    />
  );
}
