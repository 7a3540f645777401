import { useTranslation } from 'react-i18next';
import type { Panel } from '../../../../../server/src/query/schema/map.ts';
import { useParam } from '../../../data/search.ts';
import { Section } from './section.tsx';
import { Servers } from './servers.tsx';

/** The agents of an application, or the addresses of a database. Picking an agent shows its dots only. */
export function PanelAgents({ panel, hasAgents }: { panel: Panel; hasAgents: boolean }) {
  const { t } = useTranslation();
  const [agent, setAgent] = useParam('agent');
  if (panel.agents.length === 0) return null;
  return (
    <Section title={t(hasAgents ? 'map.servers.agents' : 'map.servers.instances')}>
      <Servers
        heading={t(hasAgents ? 'map.servers.name' : 'map.servers.address')}
        rows={panel.agents.map(({ agentId, agentName, histogram }) => ({
          key: agentId,
          name: agentName === '' ? agentId : agentName,
          histogram,
        }))}
        picked={agent}
        onPick={hasAgents ? (key) => setAgent(key === agent ? undefined : key) : undefined}
      />
    </Section>
  );
}
