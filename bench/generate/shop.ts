import type { Random } from './random.ts';
import type { StatementName } from './statements.ts';

/** One thing that a request does inside an application. `often`: share of the requests that do it, 1 if left out. */
export type Step = { readonly often?: number } & (
  | { readonly do: 'method'; readonly name: string; readonly takes: number }
  | { readonly do: 'sql'; readonly statement: StatementName }
  | { readonly do: 'redis'; readonly command: string }
  | { readonly do: 'call'; readonly to: ApplicationName; readonly endpoint: number }
  | { readonly do: 'external'; readonly host: string; readonly path: string; readonly takes: number }
  | { readonly do: 'publish'; readonly topic: string; readonly to: readonly ApplicationName[] }
  /** Runs beside the request: its events arrive in a span chunk of their own. */
  | { readonly do: 'later'; readonly steps: readonly Step[] }
);

export interface Endpoint {
  readonly weight: number;
  readonly template: string;
  /** ms of its own, median. */
  readonly takes: number;
  readonly steps: readonly Step[];
}

export interface Application {
  /** How its agents write spans: Java's are wordier (every event has a next span id) and name URI templates. */
  readonly language: 'java' | 'go';
  readonly endpoints: readonly Endpoint[];
}

const method = (name: string, takes: number): Step => ({ do: 'method', name, takes });
const sql = (statement: StatementName, often = 1): Step => ({ do: 'sql', statement, often });
const redis = (command: string, often = 1): Step => ({ do: 'redis', command, often });
const call = (to: ApplicationName, endpoint: number, often = 1): Step => ({ do: 'call', to, endpoint, often });
const external = (host: string, path: string, takes: number): Step => ({ do: 'external', host, path, takes });
const publish = (topic: string, to: readonly ApplicationName[]): Step => ({ do: 'publish', topic, to });
const later = (often: number, ...steps: readonly Step[]): Step => ({ do: 'later', steps, often });

export const applicationNames = [
  'gateway',
  'product-api',
  'review-api',
  'search-api',
  'recommend-api',
  'order-api',
  'coupon-api',
  'inventory-api',
  'payment-api',
  'user-api',
  'delivery-worker',
  'notify-worker',
] as const;

export type ApplicationName = (typeof applicationNames)[number];

const endpoint = (weight: number, template: string, takes: number, ...steps: readonly Step[]): Endpoint => ({
  weight,
  template,
  takes,
  steps,
});

/** What the gateway does with every request. */
const entry: readonly Step[] = [
  method('limit.Take', 0),
  redis('get'),
  method('auth.Check', 1),
  method('auth.Session', 0),
  method('route.Match', 0),
];

/** A shop of twelve applications. Requests enter at the gateway; nothing calls back, so a trace is at most five deep. */
export const shop: Readonly<Record<ApplicationName, Application>> = {
  gateway: {
    language: 'go',
    endpoints: [
      endpoint(46, '/products/{id}', 2, ...entry, call('product-api', 0), later(0.2, redis('incr'))),
      endpoint(24, '/search', 2, ...entry, call('search-api', 0)),
      endpoint(14, '/users/{id}/orders', 2, ...entry, call('user-api', 0), call('order-api', 1)),
      endpoint(9, '/orders', 3, ...entry, call('order-api', 0)),
      endpoint(7, '/health/{id}', 1, ...entry),
    ],
  },
  'product-api': {
    language: 'java',
    endpoints: [
      endpoint(
        1,
        '/products/{id}',
        3,
        redis('get'),
        method('ProductService.find', 1),
        method('Catalog.load', 0),
        method('Catalog.view', 0),
        sql('product', 0.6),
        redis('setex', 0.6),
        call('review-api', 0, 0.7),
      ),
    ],
  },
  'review-api': {
    language: 'go',
    endpoints: [
      endpoint(
        1,
        '/reviews/{id}',
        2,
        method('review.List', 1),
        redis('get'),
        sql('reviews'),
        sql('stars'),
        method('review.Rank', 2),
        method('review.View', 0),
      ),
    ],
  },
  'search-api': {
    language: 'java',
    endpoints: [
      endpoint(
        1,
        '/search',
        5,
        redis('get'),
        sql('matching', 0.7),
        call('recommend-api', 0, 0.5),
        method('SearchService.rank', 1),
        method('SearchService.page', 0),
        later(0.2, redis('lpush')),
      ),
    ],
  },
  'recommend-api': {
    language: 'go',
    endpoints: [
      endpoint(
        1,
        '/recommend/{id}',
        3,
        method('rank.Load', 1),
        redis('mget'),
        sql('related'),
        method('rank.Score', 6),
        method('rank.Trim', 0),
        redis('setex'),
      ),
    ],
  },
  'order-api': {
    language: 'java',
    endpoints: [
      endpoint(
        2,
        '/orders',
        6,
        call('coupon-api', 0),
        call('inventory-api', 0),
        sql('insertOrder'),
        sql('insertItem'),
        call('payment-api', 0),
        publish('orders', ['delivery-worker', 'notify-worker']),
      ),
      endpoint(
        3,
        '/orders/of/{id}',
        3,
        redis('get'),
        method('OrderService.list', 1),
        sql('ordersOf'),
        call('inventory-api', 1, 0.3),
      ),
    ],
  },
  'coupon-api': {
    language: 'go',
    endpoints: [
      endpoint(
        1,
        '/coupons/{id}',
        1,
        method('coupon.Load', 0),
        redis('get'),
        method('coupon.Match', 1),
        sql('coupons'),
        method('coupon.Apply', 1),
        method('coupon.View', 0),
      ),
    ],
  },
  'inventory-api': {
    language: 'java',
    endpoints: [
      endpoint(
        1,
        '/stock/{id}',
        2,
        method('StockService.reserve', 1),
        sql('stock'),
        sql('reserve'),
        redis('del'),
        later(0.2, redis('publish')),
      ),
      endpoint(
        1,
        '/stock/of/{id}',
        1,
        method('StockService.find', 1),
        redis('get'),
        sql('stock'),
        method('StockService.view', 0),
      ),
    ],
  },
  'payment-api': {
    language: 'java',
    endpoints: [
      endpoint(
        1,
        '/payments',
        4,
        method('CardGate.authorize', 2),
        method('CardGate.sign', 0),
        external('pay.example.com', '/v2/charges', 120),
        sql('insertPayment'),
        sql('payOrder'),
      ),
    ],
  },
  'user-api': {
    language: 'go',
    endpoints: [
      endpoint(
        1,
        '/users/{id}',
        1,
        method('user.Load', 1),
        redis('get'),
        sql('user'),
        sql('addresses', 0.5),
        method('user.Grade', 0),
        method('user.View', 0),
      ),
    ],
  },
  'delivery-worker': {
    language: 'java',
    endpoints: [
      endpoint(
        1,
        'orders',
        4,
        method('Planner.plan', 3),
        method('Planner.route', 1),
        sql('insertDelivery'),
        external('courier.example.com', '/pickups', 60),
        redis('publish'),
      ),
    ],
  },
  'notify-worker': {
    language: 'go',
    endpoints: [
      endpoint(
        1,
        'orders',
        2,
        method('notify.Load', 1),
        method('notify.Render', 2),
        call('user-api', 0),
        external('sms.example.com', '/messages', 40),
        method('notify.Log', 0),
        redis('setex'),
      ),
    ],
  },
};

/** A path as it was asked for: `{id}` replaced by one of very many. */
export const pathOf = (template: string, random: Random): string =>
  template === '/search' ? `/search?q=${words(random)}` : template.replace('{id}', String(1 + random.popular(900_000)));

const words = (random: Random): string => random.pick(terms) + (random.chance(0.4) ? `+${random.pick(terms)}` : '');
const terms = [
  'lamp',
  'desk',
  'chair',
  'keyboard',
  'tumbler',
  'umbrella',
  'bag',
  'shoes',
  'earphone',
  'monitor',
  'rug',
];
