import IconPlugConnected from '@tabler/icons-react/icons/IconPlugConnected';
import { lazyRouteComponent } from '@tanstack/react-router';
import { page } from '../../page.ts';

export default page({
  path: '/connect',
  title: 'connect.title',
  icon: IconPlugConnected,
  order: 95,
  View: lazyRouteComponent(() => import('./view.tsx'), 'Connect'),
});
