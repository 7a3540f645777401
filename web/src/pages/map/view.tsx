import { useEffect } from 'react';
import { useScope } from '../../data/scope.ts';
import { Board } from './board.tsx';
import { Choose } from './choose.tsx';
import { useRecent } from './recent.ts';

/** The server map of the application in scope; before one is chosen, what can be chosen. */
export function MapPage() {
  const { application, service } = useScope();
  const { visit } = useRecent();
  useEffect(() => {
    if (application !== undefined) visit(`${service ?? 'DEFAULT'}^${application}`);
  }, [application, service, visit]);
  return application === undefined ? <Choose /> : <Board application={application} />;
}
