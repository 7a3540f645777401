import { type Static, Type } from 'typebox';

/** How requests name an application: `shop-api@SPRING_BOOT`, in `service` where that is not DEFAULT. */
export const ApplicationQuery = Type.Object({
  application: Type.String({ minLength: 3, maxLength: 512, description: 'name@SERVICE_TYPE' }),
  service: Type.Optional(Type.String({ maxLength: 255, description: 'the service (namespace); DEFAULT if left out' })),
});

export const RangeQuery = Type.Object({
  from: Type.Integer({ minimum: 0, description: 'start, ms since 1970, inclusive' }),
  to: Type.Integer({ minimum: 0, description: 'end, ms since 1970, exclusive' }),
});

export const ApplicationName = Type.Object({
  serviceName: Type.String(),
  applicationName: Type.String(),
  serviceType: Type.String({ description: 'name of the service type, such as SPRING_BOOT' }),
  serviceTypeCode: Type.Integer(),
});
export type ApplicationName = Static<typeof ApplicationName>;

export const ApplicationSummary = Type.Object({
  ...ApplicationName.properties,
  agents: Type.Integer({ description: 'agents that are running' }),
  lastSeen: Type.Integer({ description: 'when the last message of any of its agents came, ms since 1970' }),
});
export type ApplicationSummary = Static<typeof ApplicationSummary>;
