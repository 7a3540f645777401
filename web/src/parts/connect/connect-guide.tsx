import { Select, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Setup } from '../../../../server/src/query/schema/setup.ts';
import { useParam } from '../../data/search.ts';
import { useStored } from '../../data/stored.ts';
import { useSetup } from '../../data/use-api.ts';
import { Await } from '../await.tsx';
import { CodeBlock } from '../code-block.tsx';
import { Partial } from '../states.tsx';
import classes from './connect.module.css';
import { ConnectionStatus } from './connection-status.tsx';
import { type Guide, type GuideId, guides, isGuide, safeName, type Target } from './guides.ts';

interface Props {
  readonly title: string;
  readonly about: string;
}

/** How to connect an agent, with this server's address filled in, and whether it has connected. */
export function ConnectGuide({ title, about }: Props) {
  return (
    <Await query={useSetup()}>
      {(setup) => (
        <div className={classes.page}>
          <div>
            <h1 className={classes.title}>{title}</h1>
            <p className={classes.about}>{about}</p>
            <Instructions setup={setup} />
          </div>
          <ConnectionStatus setup={setup} />
        </div>
      )}
    </Await>
  );
}

function Instructions({ setup }: { readonly setup: Setup }) {
  const { t } = useTranslation();
  const addresses = [...new Set([...setup.addresses, '127.0.0.1'])];
  const [host, setHost] = useState(addresses[0] ?? '127.0.0.1');
  const [name, setName] = useState('my-app');
  const [last, setLast] = useStored<string>('guide', 'java');
  const [chosen, setChosen] = useParam('agent');
  const id = [chosen, last].find(isGuide) ?? 'java';
  const target: Target = { host, ports: setup.ports, tls: setup.tls, application: safeName(name) || 'my-app' };
  const choose = (next: string | null) => {
    if (!isGuide(next)) return;
    setLast(next);
    setChosen(next, { replace: true });
  };
  return (
    <>
      <div className={classes.fields}>
        <TextInput
          label={t('connect.application')}
          description={t('connect.nameRule')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('connect.address')}
          description={t('connect.addressAbout')}
          data={addresses}
          value={host}
          allowDeselect={false}
          onChange={(address) => setHost(address ?? host)}
        />
      </div>
      {setup.tls && (
        <div className={classes.tls}>
          <Partial>{t('connect.tls', setup.tls)}</Partial>
        </div>
      )}
      <Tabs value={id} onChange={choose} keepMounted={false}>
        <Tabs.List aria-label={t('connect.kind')}>
          {(Object.entries(guides) as [GuideId, Guide][]).map(([key, guide]) => (
            <Tabs.Tab key={key} value={key}>
              {guide.name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={id}>
          <Steps guide={guides[id]} target={target} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Steps({ guide, target }: { readonly guide: Guide; readonly target: Target }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={classes.requires}>{t('connect.requires', { what: guide.requires })}</p>
      <ol className={classes.steps}>
        {guide.steps(target).map((step, index) => (
          <li key={step.says}>
            <p className={classes.says}>{t(step.says)}</p>
            <CodeBlock code={step.code} label={t('connect.step', { number: index + 1 })} />
            {step.note && <p className={classes.note}>{t(step.note)}</p>}
          </li>
        ))}
        <li>{t('connect.last')}</li>
      </ol>
    </>
  );
}
