import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationSummary } from '../../../../server/src/query/schema/application.ts';
import { familyOf } from '../../charts/server-map/family.ts';
import { Sign } from '../../charts/server-map/mark.tsx';
import { applicationId, applicationKey, serviceOf } from '../../data/application.ts';
import { serverNow } from '../../data/clock.ts';
import { useFavourites } from '../../data/favourites.ts';
import { useSetScope } from '../../data/scope.ts';
import { useApplications } from '../../data/use-api.ts';
import { useFormat } from '../../data/use-format.ts';
import { Await } from '../../parts/await.tsx';
import { Loading } from '../../parts/states.tsx';
import css from './choose.module.css';
import { groups } from './groups.ts';
import { useRecent } from './recent.ts';

const FirstTraces = lazy(async () => ({ default: (await import('./first-traces.tsx')).FirstTraces }));

/** Where no application is chosen: the way to the first traces, or the applications to choose from. */
export function Choose() {
  return <Await query={useApplications()}>{(applications) => <FirstOrCards applications={applications} />}</Await>;
}

function FirstOrCards({ applications }: { readonly applications: readonly ApplicationSummary[] }) {
  // Whoever waits for the first agent goes on waiting for its first trace.
  const [none] = useState(applications.length === 0);
  return none ? (
    <Suspense fallback={<Loading />}>
      <FirstTraces />
    </Suspense>
  ) : (
    <Cards applications={applications} />
  );
}

/** Applications as cards: favourites, those looked at last, then the others. */
function Cards({ applications }: { readonly applications: readonly ApplicationSummary[] }) {
  const { t } = useTranslation();
  const favourites = useFavourites();
  const { keys: recent } = useRecent();
  return (
    <div className={css.choose}>
      <h1 className={css.title}>{t('map.choose.title')}</h1>
      <p className={css.text}>{t('map.choose.text')}</p>
      {groups(applications, favourites.has, recent).map(({ name, members }) => (
        <section key={name}>
          <h2 className={css.group}>{t(`map.choose.${name}`)}</h2>
          <ul className={css.cards}>
            {members.map((application) => (
              <li key={applicationKey(application)}>
                <Card application={application} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Card({ application }: { application: ApplicationSummary }) {
  const { t } = useTranslation();
  const { ago } = useFormat();
  const setScope = useSetScope();
  const { applicationName, serviceType, agents, lastSeen } = application;
  const service = serviceOf(application);
  return (
    <button
      type="button"
      className={css.card}
      onClick={() => setScope({ application: applicationId(application), service })}
    >
      <Sign family={familyOf({ category: 'SERVER', application })} />
      <span className={css.words}>
        <span className={`${css.name} ellipsis`} title={applicationName}>
          {applicationName}
        </span>
        <span className={`${css.detail} ellipsis`}>
          {service === undefined ? serviceType : `${serviceType} · ${service}`}
        </span>
        <span className={css.detail}>
          {agents > 0
            ? t('map.choose.agents', { count: agents })
            : `${t('map.choose.stopped')} · ${ago(lastSeen, serverNow())}`}
        </span>
      </span>
    </button>
  );
}
