import { typeOf } from '../lib/service-type.ts';
import type { Application } from '../store/application.ts';
import type { ApplicationName } from './schema/application.ts';

/** An application as the API names it. */
export const applicationName = ({ service, name, type }: Application): ApplicationName => ({
  serviceName: service,
  applicationName: name,
  serviceType: typeOf(type).name,
  serviceTypeCode: type,
});
