import { useTranslation } from 'react-i18next';
import { familyOf } from '../../../charts/server-map/family.ts';
import { type DrawnNode, nameOf } from '../../../charts/server-map/graph.ts';
import { Sign } from '../../../charts/server-map/mark.tsx';
import { ResponseSummary } from '../../../charts/summary/response-summary.tsx';
import { Facts } from './facts.tsx';
import css from './panel.module.css';
import { Section } from './section.tsx';
import { Servers } from './servers.tsx';

/** Several nodes that are drawn as one: what they say together, and each of them. */
export function GroupPanel({ node, onSelect }: { node: DrawnNode; onSelect: (key: string) => void }) {
  const { t } = useTranslation();
  const name = nameOf(node);
  return (
    <section className={css.root}>
      <header className={css.header}>
        <Sign family={familyOf(node)} />
        <div className={css.names}>
          <h2 className={`${css.title} ellipsis`}>{name}</h2>
          <div className={css.facts}>{t('map.node.merged', { count: node.members.length })}</div>
        </div>
      </header>
      <Facts histogram={node.histogram} alert={node.alert} />
      <Section title={t('map.panel.response')}>
        <ResponseSummary histogram={node.histogram} label={t('map.panel.response')} />
      </Section>
      <Section title={t('map.servers.instances')}>
        <Servers
          heading={t('map.servers.address')}
          rows={node.members.map((member) => ({ key: member.key, name: nameOf(member), histogram: member.histogram }))}
          onPick={onSelect}
        />
      </Section>
    </section>
  );
}
