import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServerMap } from '../../../../../server/src/query/schema/map.ts';
import { type Graph, nameOf } from '../../../charts/server-map/graph.ts';
import { Empty } from '../../../parts/states.tsx';
import type { Selection } from '../use-selection.ts';
import { GroupPanel } from './group-panel.tsx';
import { LinkPanel } from './link-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import { subjectOf } from './subject.ts';

interface Props {
  readonly graph: Graph;
  readonly answer: ServerMap;
  /** Up to when the answer counts calls. */
  readonly until: number;
  readonly selection: Selection;
  readonly onSelect: (key: string) => void;
}

/** What is known of the selected node or link. */
export function MapPanel({ graph, answer, until, selection, onSelect }: Props) {
  const { t } = useTranslation();
  const subject = subjectOf(selection, graph, answer);
  const when = { range: { from: answer.from, to: answer.to }, until };
  if (subject?.kind === 'node') {
    return <NodePanel key={subject.node.key} node={subject.node} center={answer.center} {...when} />;
  }
  if (subject?.kind === 'link') {
    return <LinkPanel key={subject.link.key} subject={subject} onSelect={onSelect} {...when} />;
  }
  if (subject?.kind === 'group') return <GroupPanel node={subject.node} onSelect={onSelect} />;
  const center = answer.nodes.find(({ key }) => key === answer.center);
  return (
    <Empty
      title={t('map.panel.gone')}
      action={
        center && (
          <Button variant="default" onClick={() => onSelect(center.key)}>
            {t('map.panel.toCenter', { application: nameOf(center) })}
          </Button>
        )
      }
    />
  );
}
