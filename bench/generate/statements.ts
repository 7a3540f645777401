import type { Random } from './random.ts';

/** A normalised SQL statement and the values that come with a call of it, as many different ones as real traffic has. */
export interface Statement {
  readonly database: string;
  readonly host: string;
  /** What the agent announces once; literals are `0#` and `0$`. */
  readonly text: string;
  /** ms, median. */
  readonly takes: number;
  /** What the agent cut out of the text, parted by commas. */
  readonly literals?: (random: Random) => string;
  /** Values of `?`. */
  readonly binds?: (random: Random) => string;
}

const user = (random: Random): string => String(100_000 + random.popular(2_000_000));
const product = (random: Random): string => String(1 + random.popular(80_000));
const order = (random: Random): string => String(70_000_000 + random.below(9_000_000));
const price = (random: Random): string => String((1 + random.below(400)) * 500);

const catalog = { database: 'catalog', host: '10.0.3.11:3306' };
const orders = { database: 'orders', host: '10.0.3.12:3306' };
const users = { database: 'users', host: '10.0.3.13:3306' };

export const statements = {
  product: {
    ...catalog,
    takes: 2,
    binds: product,
    text: 'select id, name, price, seller_id from product where id = ?',
  },
  related: {
    ...catalog,
    takes: 6,
    binds: product,
    literals: () => '8',
    text: 'select b.id, b.name from related r join product b on b.id = r.other_id where r.id = ? limit 0#',
  },
  matching: {
    ...catalog,
    takes: 18,
    literals: (random) => `${product(random)},${price(random)},20`,
    text: 'select id, name, price from product where category_id = 0# and price < 1# order by score desc limit 2#',
  },
  reviews: {
    ...catalog,
    takes: 4,
    binds: product,
    text: 'select id, user_id, stars, body from review where product_id = ? order by created_at desc',
  },
  stars: { ...catalog, takes: 2, binds: product, text: 'select avg(stars), count(*) from review where product_id = ?' },
  stock: {
    ...catalog,
    takes: 2,
    binds: product,
    text: 'select warehouse_id, quantity from stock where product_id = ?',
  },
  reserve: {
    ...catalog,
    takes: 3,
    binds: (random) => `1, ${product(random)}, 1`,
    text: 'update stock set quantity = quantity - ? where product_id = ? and quantity >= ?',
  },
  coupons: {
    ...orders,
    takes: 3,
    binds: user,
    literals: () => 'OPEN',
    text: "select id, rate from coupon where user_id = ? and state = '0$'",
  },
  ordersOf: {
    ...orders,
    takes: 8,
    binds: user,
    literals: () => '30',
    text: 'select id, state, total, ordered_at from orders where user_id = ? order by id desc limit 0#',
  },
  insertOrder: {
    ...orders,
    takes: 4,
    binds: (random) => `${user(random)}, ${price(random)}`,
    text: 'insert into orders (user_id, total) values (?, ?)',
  },
  insertItem: {
    ...orders,
    takes: 2,
    binds: (random) => `${order(random)}, ${product(random)}, ${price(random)}`,
    text: 'insert into order_item (order_id, product_id, price) values (?, ?, ?)',
  },
  insertPayment: {
    ...orders,
    takes: 3,
    binds: (random) => `${order(random)}, ${price(random)}`,
    text: 'insert into payment (order_id, amount, method) values (?, ?, ?)',
  },
  payOrder: { ...orders, takes: 3, binds: order, text: 'update orders set state = 2 where id = ?' },
  insertDelivery: {
    ...orders,
    takes: 3,
    binds: order,
    text: 'insert into delivery (order_id, courier, address) values (?, ?, ?)',
  },
  user: { ...users, takes: 1, binds: user, text: 'select id, name, grade from users where id = ?' },
  addresses: { ...users, takes: 2, binds: user, text: 'select id, city, street from address where user_id = ?' },
  grade: { ...users, takes: 2, binds: user, text: 'update users set grade = grade + 1 where id = ?' },
} as const satisfies Record<string, Statement>;

export type StatementName = keyof typeof statements;

export const statementNames: readonly StatementName[] = Object.keys(statements).filter(isStatement);

function isStatement(name: string): name is StatementName {
  return name in statements;
}
