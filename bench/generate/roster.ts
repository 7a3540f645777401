import { serviceType } from '../../server/src/lib/service-type.ts';
import { type Agent, DEFAULT_SERVICE } from '../../server/src/store/application.ts';
import { type ApplicationName, applicationNames, shop } from './shop.ts';

export const AGENTS_PER_APPLICATION = 10;

/** When the processes were started, by their own clocks: days before the traffic. */
const STARTED = Date.UTC(2026, 10, 19, 3, 0, 0);

export const typeOfApplication = (name: ApplicationName): number =>
  shop[name].language === 'java' ? serviceType.SPRING_BOOT : serviceType.GO;

/** Every agent: the ten of the first application, then those of the next. */
export const roster: readonly Agent[] = applicationNames.flatMap((name, index) =>
  Array.from({ length: AGENTS_PER_APPLICATION }, (_, number): Agent => {
    const agentId = `${name}-${String(number + 1).padStart(2, '0')}`;
    const application = { service: DEFAULT_SERVICE, name, type: typeOfApplication(name) };
    return { application, agentId, agentName: agentId, startTime: STARTED + index * 60_000 + number * 1_237 };
  }),
);

/** The place in the roster of the `number`-th agent of an application. */
export const placeOf = (name: ApplicationName, number: number): number =>
  applicationNames.indexOf(name) * AGENTS_PER_APPLICATION + number;

/** How requests to the API name an application. */
export const apiName = (name: ApplicationName): string =>
  `${name}@${shop[name].language === 'java' ? 'SPRING_BOOT' : 'GO'}`;
