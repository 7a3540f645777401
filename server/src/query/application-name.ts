import { isServer, typeOf } from '../lib/service-type.ts';
import type { Application } from '../store/application.ts';
import type { ApplicationName } from './schema/application.ts';

/** An application as the API names it; of what is no server, the product is named (MYSQL), not the way it is called. */
export const applicationName = ({ service, name, type }: Application): ApplicationName => ({
  serviceName: service,
  applicationName: name,
  serviceType: isServer(type) ? typeOf(type).name : typeOf(type).description,
  serviceTypeCode: type,
});
