import type { Application } from './dsl.ts';
import type { Random } from './random.ts';

/** As callers dial it. */
export const hostOf = ({ name, port }: Application): string => `${name}:${port}`;

/** Of `GET /orders/{id}`: `GET`. */
export const methodOf = (request: string): string => request.split(' ')[0] ?? '';

/** Of `GET /orders/{id}`: `/orders/{id}`. */
export const pathOf = (request: string): string => request.split(' ')[1] ?? '';

/** Of `/orders/{id}`: such as `/orders/17`. */
export const fill = (path: string, random: Random): string =>
  path.replaceAll(/\{\w+\}/g, () => String(random.between(1, 4000)));
