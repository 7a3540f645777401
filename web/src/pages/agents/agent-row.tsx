import { HoverCard } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { serviceOf } from '../../data/application.ts';
import { formatCount, formatExact } from '../../data/format.ts';
import { useFormat } from '../../data/use-format.ts';
import { AgentState } from '../../parts/agent/agent-state.tsx';
import { ScopeLink } from '../../parts/scope-link.tsx';
import { AgentDetails } from './agent-details.tsx';
import classes from './agents.module.css';
import { rejectedOf } from './arrange.ts';
import { RejectedCount } from './rejected-count.tsx';

interface Props {
  readonly agent: AgentView;
  readonly now: number;
}

export const AgentRow = memo(function AgentRow({ agent, now }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { application } = agent;
  const service = serviceOf(application);
  const name = agent.agentName || agent.agentId;
  return (
    <tr>
      <td title={`${service ? `${service} / ` : ''}${application.applicationName} · ${application.serviceType}`}>
        <ScopeLink to="/map" application={application} className={classes.link}>
          {service && <span className={classes.dim}>{service} / </span>}
          {application.applicationName}
        </ScopeLink>{' '}
        <span className={classes.type}>{application.serviceType}</span>
      </td>
      <td>
        <HoverCard openDelay={300} closeDelay={100} position="bottom-start" shadow="md">
          <HoverCard.Target>
            <button type="button" className={classes.name} aria-label={t('agents.details', { name })}>
              {name}
            </button>
          </HoverCard.Target>
          <HoverCard.Dropdown>
            <AgentDetails agent={agent} />
          </HoverCard.Dropdown>
        </HoverCard>
      </td>
      <td>
        <AgentState state={agent.state} />
      </td>
      <td title={format.dateTime(agent.lastSeen)}>{format.ago(agent.lastSeen, now)}</td>
      <td title={`${agent.host} ${agent.ip}`}>{agent.host || agent.ip}</td>
      <td title={`${agent.version} ${agent.vmVersion}`}>
        {agent.version} <span className={classes.dim}>{agent.vmVersion}</span>
      </td>
      <td data-number title={formatExact(agent.received)}>
        {formatCount(agent.received)}
      </td>
      <td data-number title={formatExact(agent.stored)}>
        {formatCount(agent.stored)}
      </td>
      <td data-number>
        <RejectedCount count={rejectedOf(agent)} reasons={agent.rejected} />
      </td>
    </tr>
  );
});
