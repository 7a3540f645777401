import type { ApplicationName } from '../../../server/src/query/schema/application.ts';

/** How addresses and requests name an application: `shop-api@SPRING_BOOT`. */
export const applicationId = (application: Pick<ApplicationName, 'applicationName' | 'serviceType'>): string =>
  `${application.applicationName}@${application.serviceType}`;

/** The name in `shop-api@SPRING_BOOT`. A name may hold an @ itself; a type never does. */
export function nameOf(id: string): string {
  const at = id.lastIndexOf('@');
  return at < 0 ? id : id.slice(0, at);
}

export const typeOf = (id: string): string => id.slice(id.lastIndexOf('@') + 1);

/** Where another service than DEFAULT has it, that is said. */
export const serviceOf = (application: Pick<ApplicationName, 'serviceName'>): string | undefined =>
  application.serviceName === 'DEFAULT' || application.serviceName === '' ? undefined : application.serviceName;

export const applicationKey = (application: ApplicationName): string =>
  `${application.serviceName}^${applicationId(application)}`;
