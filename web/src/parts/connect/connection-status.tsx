import { Button } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheckFilled from '@tabler/icons-react/icons/IconCircleCheckFilled';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView, Refusal } from '../../../../server/src/query/schema/agent.ts';
import type { Setup } from '../../../../server/src/query/schema/setup.ts';
import { serverNow } from '../../data/clock.ts';
import { queryClient, useAgents, useRefusals } from '../../data/use-api.ts';
import { useFormat } from '../../data/use-format.ts';
import { reasonText } from '../agent/reason-text.ts';
import { ScopeLink } from '../scope-link.tsx';
import { useClock } from '../use-clock.ts';
import { agentKey, arrivals, refusedSince } from './arrivals.ts';
import classes from './connect.module.css';

const BEAT = 2000;
/** Refusals of this long before the page was opened still tell why the agent is not there, ms. */
const LOOK_BACK = 600_000;

/** Watches for the agent that is being connected: it arrives, or it is refused and says why. */
export function ConnectionStatus({ setup }: { readonly setup: Setup }) {
  const { t } = useTranslation();
  const [opened] = useState(serverNow);
  const agents = useAgents(true, { every: BEAT }).data;
  const refusals = useRefusals({ every: BEAT }).data ?? [];
  const before = useRef<ReadonlySet<string> | undefined>(undefined);
  if (agents !== undefined) before.current ??= new Set(agents.map(agentKey));

  const running = agents?.filter(({ state }) => state === 'running') ?? [];
  const arrived = arrivals(running, before.current ?? new Set());
  useNewsOfApplications(arrived.length);
  const { agent, stat, span } = setup.ports;
  return (
    <section className={classes.status} aria-label={t('connect.status')}>
      <h2>{t('connect.status')}</h2>
      {arrived.slice(0, 3).map((one) => (
        <Arrived key={agentKey(one)} agent={one} />
      ))}
      {refusedSince(refusals, opened - LOOK_BACK)
        .slice(0, 3)
        .map((refusal) => (
          <Refused key={`${refusal.address} ${refusal.reason} ${refusal.applicationName}`} refusal={refusal} />
        ))}
      <div className={classes.part}>
        <div className={classes.head}>
          <span className={classes.dot} aria-hidden />
          {t(running.length > 0 ? 'connect.waitingMore' : 'connect.waiting')}
        </div>
        <div className={classes.dim}>
          {t('connect.listening', { ports: [...new Set([agent, stat, span])].join(', ') })}
          {running.length > 0 && ` · ${t('connect.connected', { count: running.length })}`}
        </div>
        {running.length === 0 && <p className={classes.note}>{t('connect.silent')}</p>}
      </div>
    </section>
  );
}

/** The lists of applications and agents elsewhere on the page learn of an arrival at once. */
function useNewsOfApplications(arrived: number): void {
  useEffect(() => {
    if (arrived === 0) return;
    for (const path of ['/applications', '/agents', '/setup']) void queryClient.invalidateQueries({ queryKey: [path] });
  }, [arrived]);
}

function Arrived({ agent }: { readonly agent: AgentView }) {
  const { t } = useTranslation();
  const { application } = agent;
  return (
    <div className={classes.part}>
      <div className={classes.head} role="status">
        <IconCircleCheckFilled size={16} className={classes.good} aria-hidden />
        {t('connect.arrived', { name: agent.agentName || agent.agentId })}
      </div>
      <div className={classes.dim}>
        {application.applicationName} · {application.serviceType} · {agent.host || agent.ip}
      </div>
      <div className={classes.dim}>
        {agent.received === 0 ? t('connect.noSpans') : t('connect.spans', { count: agent.received })}
      </div>
      <Button mt="xs" renderRoot={(props) => <ScopeLink to="/map" application={application} {...props} />}>
        {t('connect.openMap')}
      </Button>
    </div>
  );
}

function Refused({ refusal }: { readonly refusal: Refusal }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const now = useClock();
  const who = [refusal.applicationName, refusal.agentId].filter((text) => text !== '').join(' · ');
  return (
    <div className={classes.part}>
      <div className={classes.head} role="status">
        <IconAlertTriangle size={16} className={classes.bad} aria-hidden />
        {t('connect.refused')}
      </div>
      <div>{reasonText(i18n, refusal.reason)}</div>
      <div className={classes.dim}>
        {who !== '' && `${who}, `}
        {t('connect.refusedFrom', { address: refusal.address, ago: format.ago(refusal.at, now) })}
      </div>
    </div>
  );
}
