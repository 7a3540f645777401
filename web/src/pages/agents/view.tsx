import { Button, Select, Switch, TextInput } from '@mantine/core';
import IconPlugConnected from '@tabler/icons-react/icons/IconPlugConnected';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { applicationKey, serviceOf } from '../../data/application.ts';
import { formatCount } from '../../data/format.ts';
import { useParam, useSetSearch } from '../../data/search.ts';
import { useAgents, useRefusals, useSetup } from '../../data/use-api.ts';
import { AgentState } from '../../parts/agent/agent-state.tsx';
import { Refusals } from '../../parts/agent/refusals.tsx';
import { Await } from '../../parts/await.tsx';
import { NoAgents } from '../../parts/connect/no-agents.tsx';
import { ScopeLink } from '../../parts/scope-link.tsx';
import { Empty } from '../../parts/states.tsx';
import { AgentTable } from './agent-table.tsx';
import classes from './agents.module.css';
import { filterAgents, readOrder, sortAgents } from './arrange.ts';

const BEAT = 5000;

/** Every agent, and the calls that were refused; renewed every five seconds. How to connect one where there is none. */
export function Agents() {
  const setup = useSetup({ every: BEAT });
  return setup.data?.agents === 0 ? <NoAgents /> : <AgentList />;
}

function AgentList() {
  const { t } = useTranslation();
  const [find, setFind] = useParam('find');
  const [only, setOnly] = useParam('only');
  const [stopped, setStopped] = useParam('stopped');
  const [sort, setSort] = useParam('sort');
  const setSearch = useSetSearch();
  const agents = useAgents(stopped === 'true', { every: BEAT });
  const refusals = useRefusals({ every: BEAT }).data ?? [];
  const text = useDeferredValue(find ?? '');
  const order = readOrder(sort);

  return (
    <div className={classes.page}>
      <div className={classes.toolbar}>
        <h1>{t('agents.title')}</h1>
        <Summary agents={agents.data ?? []} />
        <div className={classes.spring} />
        <TextInput
          w={224}
          leftSection={<IconSearch size={14} />}
          placeholder={t('agents.find')}
          aria-label={t('agents.find')}
          value={find ?? ''}
          onChange={(event) => setFind(event.currentTarget.value || undefined, { replace: true })}
        />
        <Select
          w={168}
          searchable
          clearable
          placeholder={t('agents.allApplications')}
          aria-label={t('agents.onlyApplication')}
          data={choices(agents.data ?? [])}
          value={only ?? null}
          onChange={(key) => setOnly(key ?? undefined)}
        />
        <Switch
          label={t('agents.showStopped')}
          checked={stopped === 'true'}
          onChange={(event) => setStopped(event.currentTarget.checked ? 'true' : undefined)}
        />
        <Button
          variant="default"
          renderRoot={(props) => <ScopeLink to="/connect" {...props} />}
          leftSection={<IconPlugConnected size={14} />}
        >
          {t('connect.title')}
        </Button>
      </div>
      <Await query={agents}>
        {(all) => {
          const shown = sortAgents(filterAgents(all, text, only), order);
          if (shown.length > 0) return <AgentTable agents={shown} order={order} setOrder={setSort} />;
          if (all.length === 0 && stopped !== 'true') return <NoneRunning show={() => setStopped('true')} />;
          return <NoMatch clear={() => setSearch({ find: undefined, only: undefined })} />;
        }}
      </Await>
      {refusals.length > 0 && (
        <section className={classes.refused} aria-label={t('agents.refused.title')}>
          <h2>{t('agents.refused.title')}</h2>
          <span className={classes.dim}>{t('agents.refused.about')}</span>
          <Refusals refusals={refusals} />
        </section>
      )}
    </div>
  );
}

/** How many there are in each state. */
function Summary({ agents }: { readonly agents: readonly AgentView[] }) {
  const counts = Map.groupBy(agents, ({ state }) => state);
  return (
    <div className={classes.summary}>
      {(['running', 'reconnecting', 'disconnected', 'shutdown'] as const).map((state) => {
        const count = counts.get(state)?.length ?? 0;
        return (
          count > 0 && (
            <span key={state} className="tabular">
              <AgentState state={state} /> {formatCount(count)}
            </span>
          )
        );
      })}
    </div>
  );
}

function choices(agents: readonly AgentView[]): { value: string; label: string }[] {
  const found = new Map(
    agents.map(({ application }) => {
      const service = serviceOf(application);
      return [applicationKey(application), `${service ? `${service} / ` : ''}${application.applicationName}`];
    }),
  );
  return [...found].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));
}

function NoMatch({ clear }: { readonly clear: () => void }) {
  const { t } = useTranslation();
  const action = (
    <Button variant="default" onClick={clear}>
      {t('agents.clear')}
    </Button>
  );
  return <Empty icon={IconSearch} title={t('agents.noMatch')} action={action} />;
}

function NoneRunning({ show }: { readonly show: () => void }) {
  const { t } = useTranslation();
  const action = (
    <Button variant="default" onClick={show}>
      {t('agents.showStopped')}
    </Button>
  );
  return <Empty title={t('agents.noneRunning')} text={t('agents.noneRunningText')} action={action} />;
}
