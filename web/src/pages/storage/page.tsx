import IconDatabase from '@tabler/icons-react/icons/IconDatabase';
import { lazyRouteComponent } from '@tanstack/react-router';
import { page } from '../../page.ts';

export default page({
  path: '/storage',
  title: 'storage.title',
  icon: IconDatabase,
  order: 92,
  View: lazyRouteComponent(() => import('./view.tsx'), 'Storage'),
});
