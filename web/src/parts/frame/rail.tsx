import { Tooltip } from '@mantine/core';
import IconLayoutSidebarLeftCollapse from '@tabler/icons-react/icons/IconLayoutSidebarLeftCollapse';
import IconLayoutSidebarLeftExpand from '@tabler/icons-react/icons/IconLayoutSidebarLeftExpand';
import { useTranslation } from 'react-i18next';
import { useStored } from '../../data/stored.ts';
import { menuPages } from '../../pages.ts';
import { ScopeLink } from '../scope-link.tsx';
import classes from './frame.module.css';

/** The way from page to page. Links take the scope along and nothing else. */
export function Rail() {
  const { t } = useTranslation();
  const [wide, setWide] = useStored<boolean>('rail-wide', false);
  const Toggle = wide ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  const toggleLabel = t(wide ? 'frame.collapseRail' : 'frame.expandRail');
  return (
    <nav className={classes.rail} data-wide={wide || undefined} aria-label={t('frame.rail')}>
      <ScopeLink to="/" className={classes.brand} aria-label="Finepoint">
        <img src="/icon.svg" width={24} height={24} alt="" />
        {wide && 'Finepoint'}
      </ScopeLink>
      {menuPages.map(({ path, title, icon: Icon }) => (
        <Tooltip key={path} label={t(title)} position="right" disabled={wide} openDelay={0}>
          <ScopeLink to={path} className={classes.link} aria-label={t(title)}>
            <Icon size={20} stroke={1.6} aria-hidden />
            {wide && t(title)}
          </ScopeLink>
        </Tooltip>
      ))}
      <div className={classes.spring} />
      <Tooltip label={toggleLabel} position="right" disabled={wide} openDelay={0}>
        <button type="button" className={classes.link} onClick={() => setWide(!wide)} aria-label={toggleLabel}>
          <Toggle size={20} stroke={1.6} aria-hidden />
          {wide && toggleLabel}
        </button>
      </Tooltip>
    </nav>
  );
}
