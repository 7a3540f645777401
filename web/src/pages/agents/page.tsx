import IconServer2 from '@tabler/icons-react/icons/IconServer2';
import { lazyRouteComponent } from '@tanstack/react-router';
import { page } from '../../page.ts';

export default page({
  path: '/agents',
  title: 'agents.title',
  icon: IconServer2,
  order: 90,
  View: lazyRouteComponent(() => import('./view.tsx'), 'Agents'),
});
