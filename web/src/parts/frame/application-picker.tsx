import { ActionIcon, Combobox, ScrollArea, useCombobox, VisuallyHidden } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconStar from '@tabler/icons-react/icons/IconStar';
import IconStarFilled from '@tabler/icons-react/icons/IconStarFilled';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationSummary } from '../../../../server/src/query/schema/application.ts';
import { applicationId, applicationKey, nameOf, serviceOf, typeOf } from '../../data/application.ts';
import { useFavourites } from '../../data/favourites.ts';
import { useScope, useSetScope } from '../../data/scope.ts';
import { useApplications } from '../../data/use-api.ts';
import { useShortcut } from '../shortcut.ts';
import classes from './application-picker.module.css';
import { findApplications } from './find-applications.ts';
import { useOpen } from './use-open.ts';
import { usePage } from './use-page.ts';

/** Longer lists are narrowed down by typing, not by scrolling. */
const SHOWN = 100;

/** Chooses the application that every page looks at. */
export function ApplicationPicker() {
  const { t } = useTranslation();
  const scope = useScope();
  const setScope = useSetScope();
  const open = useOpen();
  const page = usePage();
  const applications = useApplications().data ?? [];
  const favourites = useFavourites();
  const [text, setText] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setText('');
    },
  });
  useShortcut('/', 'frame.does.search', () => combobox.openDropdown());

  const currentKey = scope.application && `${scope.service ?? 'DEFAULT'}^${scope.application}`;
  const found = findApplications(applications, text);
  const stars = found.filter((application) => favourites.has(applicationKey(application)));
  const others = found.filter((application) => !favourites.has(applicationKey(application)));

  const choose = (key: string) => {
    const application = applications.find((one) => applicationKey(one) === key);
    combobox.closeDropdown();
    if (application === undefined) return;
    const chosen = { application: applicationId(application), service: serviceOf(application) };
    // A page outside the rail, such as one trace, shows no application: choosing one leads to its map.
    if (page?.menu === false) open('/map', chosen);
    else setScope(chosen);
  };
  const option = (application: ApplicationSummary) => {
    const key = applicationKey(application);
    return (
      <Combobox.Option key={key} value={key} className={classes.option} data-current={key === currentKey || undefined}>
        <Star on={favourites.has(key)} toggle={() => favourites.toggle(key)} />
        <span className={`${classes.name} ellipsis`}>
          {serviceOf(application) && <span className={classes.idle}>{serviceOf(application)} / </span>}
          {application.applicationName}
        </span>
        <span className={classes.type}>{application.serviceType}</span>
        <span className={classes.type}>
          {application.agents > 0 ? t('frame.running', { count: application.agents }) : t('frame.notRunning')}
        </span>
      </Combobox.Option>
    );
  };

  return (
    <>
      <Combobox store={combobox} onOptionSubmit={choose} width={440} position="bottom-start" shadow="md">
        <Combobox.Target targetType="button">
          <button
            type="button"
            className={classes.target}
            onClick={() => combobox.toggleDropdown()}
            title={scope.application}
          >
            {scope.application && <VisuallyHidden>{t('frame.application')}</VisuallyHidden>}
            <span className={`${classes.name} ellipsis`}>
              {scope.service && <span className={classes.idle}>{scope.service} / </span>}
              {scope.application ? nameOf(scope.application) : t('frame.chooseApplication')}
            </span>
            {scope.application && <span className={classes.type}>{typeOf(scope.application)}</span>}
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              combobox.selectFirstOption();
            }}
            placeholder={t('frame.findApplication')}
            aria-label={t('frame.findApplication')}
          />
          <Combobox.Options aria-label={t('frame.application')}>
            <ScrollArea.Autosize mah={400} type="auto" scrollbarSize={8}>
              {stars.length > 0 && (
                <Combobox.Group label={t('frame.favourites')}>{stars.slice(0, SHOWN).map(option)}</Combobox.Group>
              )}
              {stars.length > 0 && others.length > 0 ? (
                <Combobox.Group label={t('frame.allApplications')}>{others.slice(0, SHOWN).map(option)}</Combobox.Group>
              ) : (
                others.slice(0, SHOWN).map(option)
              )}
              {found.length === 0 && (
                <Combobox.Empty>
                  {t(applications.length === 0 ? 'frame.noApplication' : 'frame.noMatch')}
                </Combobox.Empty>
              )}
            </ScrollArea.Autosize>
          </Combobox.Options>
          {others.length > SHOWN && (
            <Combobox.Footer>{t('frame.more', { count: others.length - SHOWN })}</Combobox.Footer>
          )}
        </Combobox.Dropdown>
      </Combobox>
      {currentKey !== undefined && (
        <ActionIcon
          aria-pressed={favourites.has(currentKey)}
          aria-label={t(favourites.has(currentKey) ? 'frame.removeFavourite' : 'frame.addFavourite')}
          onClick={() => favourites.toggle(currentKey)}
        >
          <StarIcon on={favourites.has(currentKey)} />
        </ActionIcon>
      )}
    </>
  );
}

const StarIcon = ({ on }: { readonly on: boolean }) =>
  on ? <IconStarFilled size={16} className={classes.star} data-on /> : <IconStar size={16} />;

/** For the mouse only: with the keyboard, the star beside the picker does the same. */
function Star({ on, toggle }: { readonly on: boolean; readonly toggle: () => void }) {
  return (
    <span
      className={classes.star}
      data-on={on || undefined}
      aria-hidden
      onClick={(event) => {
        event.stopPropagation();
        toggle();
      }}
    >
      {on ? <IconStarFilled size={14} /> : <IconStar size={14} />}
    </span>
  );
}
