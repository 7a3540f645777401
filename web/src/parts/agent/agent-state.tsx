import { useTranslation } from 'react-i18next';
import type { AgentState as State } from '../../../../server/src/query/schema/agent.ts';
import classes from './agent-state.module.css';

/** Each state has a shape of its own, so that it can be told without colours. */
const shapes: Readonly<Record<State, React.ReactNode>> = {
  running: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  reconnecting: (
    <>
      <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5 1.5 a3.5 3.5 0 0 1 0 7 z" fill="currentColor" />
    </>
  ),
  disconnected: <path d="M1.5 1.5 L8.5 8.5 M8.5 1.5 L1.5 8.5" stroke="currentColor" strokeWidth="1.8" />,
  shutdown: <rect x="1.5" y="1.5" width="7" height="7" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  unknown: <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 1.6" />,
};

export function AgentState({ state }: { readonly state: State }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-state={state}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        {shapes[state]}
      </svg>
      {t(`agents.states.${state}`)}
    </span>
  );
}
