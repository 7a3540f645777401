import { Modal, TextInput } from '@mantine/core';
import IconBox from '@tabler/icons-react/icons/IconBox';
import IconListTree from '@tabler/icons-react/icons/IconListTree';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { applicationId, applicationKey, serviceOf } from '../../data/application.ts';
import { useApplications } from '../../data/use-api.ts';
import { menuPages } from '../../pages.ts';
import { findApplications } from './find-applications.ts';
import classes from './palette.module.css';
import { isTraceId } from './trace-id.ts';
import { useOpen } from './use-open.ts';

interface Goal {
  readonly key: string;
  readonly icon: React.ReactNode;
  readonly label: string;
  readonly hint: string;
  readonly go: () => void;
}

/** Goes anywhere by typing: a page, an application, a trace by its id. */
export default function Palette({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [selected, setSelected] = useState(0);
  const goals = useGoals(text.trim());
  const current = Math.min(selected, goals.length - 1);

  const go = (goal: Goal | undefined) => {
    if (goal === undefined) return;
    close();
    goal.go();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a Hangul composition is not a choice.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setSelected((current + 1) % Math.max(1, goals.length));
    else if (event.key === 'ArrowUp') setSelected((current - 1 + goals.length) % Math.max(1, goals.length));
    else if (event.key === 'Enter') go(goals[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={close} size={560} padding={0} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('frame.palette')}>
        <TextInput
          data-autofocus
          size="md"
          variant="unstyled"
          leftSection={<IconSearch size={16} />}
          placeholder={t('frame.paletteHint')}
          aria-label={t('frame.palette')}
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={goals[current] && `${id}-${current}`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
          className={classes.field}
        />
        <div id={id} role="listbox" aria-label={t('frame.palette')} className={classes.list}>
          {goals.map((goal, index) => (
            <div
              key={goal.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={classes.goal}
              ref={(element) => {
                if (index === current) element?.scrollIntoView({ block: 'nearest' });
              }}
              onMouseMove={() => setSelected(index)}
              onMouseDown={() => go(goal)}
            >
              {goal.icon}
              <span className={`${classes.label} ellipsis`}>{goal.label}</span>
              <span className={classes.hint}>{goal.hint}</span>
            </div>
          ))}
          {goals.length === 0 && <div className={classes.none}>{t('frame.nothingFound', { text })}</div>}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

function useGoals(text: string): readonly Goal[] {
  const { t } = useTranslation();
  const open = useOpen();
  const applications = useApplications().data ?? [];
  const lower = text.toLowerCase();

  const traces: Goal[] = isTraceId(text)
    ? [
        {
          key: 'trace',
          icon: <IconListTree size={16} />,
          label: t('frame.goTrace', { id: text }),
          hint: t('frame.trace'),
          go: () => open(`/traces/${encodeURIComponent(text)}`),
        },
      ]
    : [];
  const pages = menuPages
    .filter((page) => `${t(page.title)} ${page.path}`.toLowerCase().includes(lower))
    .map(
      ({ path, title, icon: Icon }): Goal => ({
        key: path,
        icon: <Icon size={16} />,
        label: t(title),
        hint: t('frame.page'),
        go: () => open(path),
      }),
    );
  const named = findApplications(applications, text)
    .slice(0, 20)
    .map(
      (application): Goal => ({
        key: applicationKey(application),
        icon: <IconBox size={16} />,
        label: application.applicationName,
        hint: [application.serviceType, serviceOf(application)].filter(Boolean).join(' · '),
        go: () => open('/map', { application: applicationId(application), service: serviceOf(application) }),
      }),
    );
  return [...traces, ...(text === '' ? [...pages, ...named] : [...named, ...pages])];
}
