import { Button, Modal, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceFilter } from '../../../../../server/src/query/schema/filter.ts';
import type { MapNode } from '../../../../../server/src/query/schema/map.ts';
import { useAgents } from '../../../data/use-api.ts';
import css from './filter.module.css';
import { endName, isUser } from './filters.ts';

interface Props {
  readonly nodes: readonly MapNode[];
  readonly filter: TraceFilter;
  readonly onApply: (filter: TraceFilter) => void;
  readonly onClose: () => void;
}

/** Asks for one filter: which call, how long it took, how it ended, and where it went. */
export function Wizard({ nodes, filter, onApply, onClose }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() => draftOf(filter));
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const ends = nodes.map(({ key, application }) => ({
    value: key,
    label: isUser(key) ? `${endName(key)} (${t('filter.users')})` : `${endName(key)} (${application.serviceType})`,
  }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onApply(filterOf(draft));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('filter.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('filter.cancel') }}
    >
      <form className={css.form} onSubmit={submit}>
        <p className={css.wide}>{t('filter.text')}</p>
        <NativeSelect
          label={t('filter.from')}
          data={[{ value: '', label: t('filter.anyone') }, ...ends]}
          value={draft.from}
          onChange={({ currentTarget }) => change({ from: currentTarget.value, fromAgent: '' })}
        />
        <NativeSelect
          label={t('filter.to')}
          data={ends.filter(({ value }) => !isUser(value))}
          value={draft.to}
          onChange={({ currentTarget }) => change({ to: currentTarget.value, toAgent: '' })}
        />
        <AgentSelect
          label={t('filter.fromAgent')}
          end={draft.from}
          value={draft.fromAgent}
          onChange={(fromAgent) => change({ fromAgent })}
        />
        <AgentSelect
          label={t('filter.toAgent')}
          end={draft.to}
          value={draft.toAgent}
          onChange={(toAgent) => change({ toAgent })}
        />
        <TextInput
          type="number"
          min={0}
          label={`${t('filter.atLeast')} (ms)`}
          placeholder="0"
          value={draft.atLeast}
          onChange={({ currentTarget }) => change({ atLeast: currentTarget.value })}
        />
        <TextInput
          type="number"
          min={0}
          label={`${t('filter.atMost')} (ms)`}
          placeholder={t('filter.noLimit')}
          value={draft.atMost}
          onChange={({ currentTarget }) => change({ atMost: currentTarget.value })}
        />
        <SegmentedControl
          className={css.wide ?? ''}
          aria-label={t('filter.result')}
          data={(['all', 'success', 'failed'] as const).map((value) => ({ value, label: t(`filter.${value}`) }))}
          value={draft.result}
          onChange={(result) => change({ result })}
        />
        <TextInput
          className={css.wide ?? ''}
          label={t('filter.path')}
          description={t('filter.pathHint')}
          maxLength={200}
          value={draft.path}
          onChange={({ currentTarget }) => change({ path: currentTarget.value })}
        />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('filter.cancel')}
          </Button>
          <Button type="submit">{t('filter.apply')}</Button>
        </div>
      </form>
    </Modal>
  );
}

interface AgentProps {
  readonly label: string;
  /** Key of the node whose agents are offered. */
  readonly end: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function AgentSelect({ label, end, value, onChange }: AgentProps) {
  const { t } = useTranslation();
  const agents = useAgents(true);
  const [service, name] = [end.split('^')[0], endName(end)];
  const ids = (agents.data ?? [])
    .filter(({ application }) => application.serviceName === service && application.applicationName === name)
    .map(({ agentId }) => agentId);
  const known = [...new Set([...ids, ...(value === '' ? [] : [value])])];
  return (
    <NativeSelect
      label={label}
      disabled={known.length === 0}
      data={[{ value: '', label: t('filter.anyAgent') }, ...known]}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** What stands in the fields; '' where nothing is asked. */
interface Draft {
  readonly from: string;
  readonly fromAgent: string;
  readonly to: string;
  readonly toAgent: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly result: string;
  readonly path: string;
}

const draftOf = ({ from, fromAgent, to, toAgent, atLeast, atMost, result, path }: TraceFilter): Draft => ({
  from: from ?? '',
  fromAgent: fromAgent ?? '',
  to,
  toAgent: toAgent ?? '',
  atLeast: String(atLeast ?? ''),
  atMost: String(atMost ?? ''),
  result: result ?? 'all',
  path: path ?? '',
});

const filterOf = (draft: Draft): TraceFilter => ({
  ...(draft.from !== '' && { from: draft.from }),
  ...(draft.fromAgent !== '' && { fromAgent: draft.fromAgent }),
  to: draft.to,
  ...(draft.toAgent !== '' && { toAgent: draft.toAgent }),
  ...(draft.atLeast !== '' && { atLeast: Math.max(0, Math.round(Number(draft.atLeast))) }),
  ...(draft.atMost !== '' && { atMost: Math.max(0, Math.round(Number(draft.atMost))) }),
  ...((draft.result === 'success' || draft.result === 'failed') && { result: draft.result }),
  ...(draft.path !== '' && { path: draft.path }),
});
