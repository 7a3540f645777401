import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { useFormat } from '../../data/use-format.ts';
import classes from './agents.module.css';

/** What a row has no room for. */
export function AgentDetails({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unknown = t('agents.unknown');
  const facts = [
    [t('agents.id'), agent.agentId],
    [t('agents.host'), agent.host || unknown],
    [t('agents.address'), agent.ip || unknown],
    [t('agents.process'), agent.pid === 0 ? unknown : String(agent.pid)],
    [t('agents.started'), format.dateTime(agent.startTime)],
    [t('agents.version'), agent.version || unknown],
    [t('agents.runtime'), agent.vmVersion || unknown],
    [t('agents.paused'), format.duration(agent.paused)],
    [t('agents.container'), t(agent.container ? 'agents.yes' : 'agents.no')],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
