import { type Application, DEFAULT_SERVICE } from '../../store/application.ts';

/**
 * Which application a callee's agent means by a parent whose service it was not told: the one in the callee's own
 * service, else the only one of that name and type, else the one in DEFAULT.
 */
export function resolveParent(parent: Application, callee: Application, known: readonly Application[]): Application {
  const alike = known.filter(({ name, type }) => name === parent.name && type === parent.type);
  const own = alike.find(({ service }) => service === callee.service);
  const only = alike.length === 1 ? alike[0] : undefined;
  return own ?? only ?? { ...parent, service: DEFAULT_SERVICE };
}
