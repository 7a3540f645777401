import IconSitemap from '@tabler/icons-react/icons/IconSitemap';
import { lazyRouteComponent } from '@tanstack/react-router';
import { page } from '../../page.ts';

export default page({
  path: '/map',
  title: 'map.title',
  icon: IconSitemap,
  order: 10,
  View: lazyRouteComponent(() => import('./view.tsx'), 'MapPage'),
});
