import { useAgents } from '../../data/use-api.ts';
import { Await } from '../../parts/await.tsx';

export function Agents() {
  return <Await query={useAgents(false)}>{(agents) => <div>{agents.length}</div>}</Await>;
}
