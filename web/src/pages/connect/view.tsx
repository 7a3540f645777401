import { useSetup } from '../../data/use-api.ts';
import { Await } from '../../parts/await.tsx';

export function Connect() {
  return <Await query={useSetup()}>{(setup) => <div>{setup.version}</div>}</Await>;
}
