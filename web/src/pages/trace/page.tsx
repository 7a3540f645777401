import IconListTree from '@tabler/icons-react/icons/IconListTree';
import { lazyRouteComponent } from '@tanstack/react-router';
import { page } from '../../page.ts';

export default page({
  path: '/traces/$traceId',
  title: 'trace.title',
  icon: IconListTree,
  order: 900,
  menu: false,
  View: lazyRouteComponent(() => import('./view.tsx'), 'View'),
});
