import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { changeScope, type Scope, useScope, writeScope } from '../../data/scope.ts';

/** Goes to a page with the scope, or with parts of it changed, and nothing else of the address. */
export function useOpen(): (to: string, patch?: Partial<Scope>) => void {
  const navigate = useNavigate();
  const scope = useScope();
  return useCallback(
    (to, patch = {}) => void navigate({ to, search: writeScope(changeScope(scope, patch)) }),
    [navigate, scope],
  );
}
