import { annotationKey } from '../../lib/annotation-key.ts';
import { typeOf } from '../../lib/service-type.ts';
import type { Agent } from '../../store/application.ts';
import type { Annotation } from '../../store/span/span.ts';
import type { Api, NameSource } from './names.ts';

export interface Title {
  readonly title: string;
  readonly className: string;
}

export interface Titled {
  readonly apiId: number;
  readonly serviceType: number;
  readonly annotations: readonly Annotation[];
}

/** How to call a span or event: by its method, by the name it carries itself, or by its kind. */
export function titleOf(called: Titled, agent: Agent, names: NameSource): Title {
  const own = called.apiId === 0 ? called.annotations.find(({ key }) => key === annotationKey.API)?.value : undefined;
  if (own?.type === 'string') return { title: own.value, className: '' };
  const id = own?.type === 'int' ? own.value : called.apiId;
  if (id === 0) return { title: typeOf(called.serviceType).description, className: '' };
  const api = names.api(agent, id);
  return api === undefined ? { title: unnamed('method', id), className: '' } : apiTitle(api);
}

/** Says that a name is not known, rather than to invent one. */
export const unnamed = (what: string, id: number | string): string => `${what} ${id} (not received)`;

const METHOD = 0;

/** `a.b.Class.method(c.d.Type name):12` is the method `method(Type name)` of `Class`. */
export function apiTitle({ info, type }: Api): Title {
  const open = info.indexOf('(');
  const close = info.lastIndexOf(')');
  if (type !== METHOD || open <= 0 || close < open) return { title: info, className: '' };
  const path = info.slice(0, open);
  const dot = path.lastIndexOf('.');
  const className = path.slice(path.lastIndexOf('.', dot - 1) + 1, Math.max(dot, 0));
  return { title: `${path.slice(dot + 1)}(${simple(info.slice(open + 1, close))})`, className };
}

/** Types without their packages. */
const simple = (parameters: string): string => parameters.replace(/(?:[\w$]+\.)+(?=[\w$])/g, '');
