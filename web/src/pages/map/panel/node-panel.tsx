import { ActionIcon, Tooltip } from '@mantine/core';
import IconFocusCentered from '@tabler/icons-react/icons/IconFocusCentered';
import { useTranslation } from 'react-i18next';
import type { MapNode } from '../../../../../server/src/query/schema/map.ts';
import { familyOf } from '../../../charts/server-map/family.ts';
import { nameOf } from '../../../charts/server-map/graph.ts';
import { Sign } from '../../../charts/server-map/mark.tsx';
import { applicationId, serviceOf } from '../../../data/application.ts';
import type { Range } from '../../../data/range.ts';
import { useSetScope } from '../../../data/scope.ts';
import { FilterMenu } from '../filter/filter-menu.tsx';
import { usePanel } from '../use-server-map.ts';
import { Details } from './details.tsx';
import { NodeDots } from './node-dots.tsx';
import css from './panel.module.css';

interface Props {
  readonly node: MapNode;
  /** Key of the application that the map was asked for. */
  readonly center: string;
  readonly range: Range;
  /** Up to when its calls are counted. */
  readonly until: number;
}

export function NodePanel({ node, center, range, until }: Props) {
  const { t } = useTranslation();
  const setScope = useSetScope();
  const query = usePanel({ node: node.key });
  const name = nameOf(node);
  const isServer = node.category === 'SERVER';
  const service = serviceOf(node.application);
  const count = isServer ? 'map.panel.agents' : 'map.panel.instances';
  return (
    <Details
      query={query}
      part={node}
      range={range}
      until={until}
      hasAgents={isServer}
      title={
        <>
          <Sign family={familyOf(node)} />
          <div className={css.names}>
            <h2 className={`${css.title} ellipsis`} title={name}>
              {name}
            </h2>
            <div className={`${css.facts} ellipsis`}>
              {node.category === 'USER' ? '' : node.application.serviceType}
              {service !== undefined && ` · ${service}`}
              {node.instances > 0 && ` · ${t(count, { count: node.instances })}`}
            </div>
          </div>
          {node.category !== 'USER' && <FilterMenu filter={{ to: node.key }} />}
          {isServer && node.key !== center && (
            <Tooltip label={t('map.panel.center')}>
              <ActionIcon
                aria-label={t('map.panel.center')}
                onClick={() => setScope({ application: applicationId(node.application), service })}
              >
                <IconFocusCentered size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </>
      }
      dots={isServer && <NodeDots application={node.application} range={range} until={until} />}
    />
  );
}
