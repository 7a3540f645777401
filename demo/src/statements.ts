import type { Database, Statement } from './dsl.ts';
import type { Random } from './random.ts';

export const databases = {
  shop: { name: 'shop', host: 'mysql-shop:3306' },
  orders: { name: 'orders', host: 'mysql-orders:3306' },
  users: { name: 'users', host: 'mysql-users:3306' },
  payment: { name: 'payment', host: 'mysql-payment:3306' },
} as const satisfies Record<string, Database>;

const { shop, orders, users, payment } = databases;

const id = (random: Random) => String(random.between(1, 4000));
const won = (random: Random) => String(random.between(9, 400) * 1000);
const word = (random: Random) =>
  random.pick(['운동화', '텀블러', 'keyboard', '우산', 'lamp', '가방', 'desk', '이어폰']);
const moment = (random: Random) =>
  `2026-${random.between(10, 12)}-${random.between(10, 28)} 09:${random.between(10, 59)}:00`;

/** Made-up people: nobody has such a number or address. */
const person = (random: Random) => {
  const name = random.pick(['kim.minsu', 'lee.jiwoo', 'park.haneul', 'choi.yuna', 'jung.sora']);
  return `${name}@example.com, 010-0000-${random.between(1000, 9999)}, Seoul`;
};

/** Every statement of the shop. */
export const statements = {
  product: {
    text: 'select id, name, price, seller_id from product where id = ?',
    database: shop,
    takes: 3,
    binds: id,
  },
  featured: {
    text: "select id, name, price from product where featured = 0# and state <> '1$' order by score desc limit 2#",
    database: shop,
    takes: 14,
    literals: () => '1,HIDDEN,20',
  },
  searchProducts: {
    text: "select id, name, price from product where name like '0$' and price between 1# and 2# order by score desc limit 3#",
    database: shop,
    takes: 38,
    literals: (random) => `%${word(random)}%,1000,${won(random)},40`,
  },
  stock: { text: 'select warehouse_id, quantity from stock where product_id = ?', database: shop, takes: 2, binds: id },
  reserve: {
    text: 'update stock set quantity = quantity - ? where product_id = ? and quantity >= ?',
    database: shop,
    takes: 5,
    binds: (random) => `1, ${id(random)}, 1`,
  },
  history: {
    text: 'select product_id, viewed_at from view_history where user_id = %s order by viewed_at desc limit 0#',
    database: shop,
    takes: 9,
    literals: () => '50',
    binds: id,
  },
  ordersOfUser: {
    text: "select id, state, total, ordered_at from orders where user_id = ? and state <> '0$' order by ordered_at desc limit 1#",
    database: orders,
    takes: 11,
    literals: () => 'DELETED,30',
    binds: id,
  },
  orderItems: {
    text: 'select product_id, quantity, price from order_item where order_id = ?',
    database: orders,
    takes: 1,
    binds: id,
  },
  order: { text: 'select id, state, total, address from orders where id = ?', database: orders, takes: 2, binds: id },
  insertOrder: {
    text: "insert into orders (user_id, total, state, ordered_at) values (?, ?, '0$', ?)",
    database: orders,
    takes: 6,
    literals: () => 'NEW',
    binds: (random) => `${id(random)}, ${won(random)}, ${moment(random)}`,
  },
  insertItem: {
    text: 'insert into order_item (order_id, product_id, quantity, price) values (?, ?, ?, ?)',
    database: orders,
    takes: 3,
    binds: (random) => `${id(random)}, ${id(random)}, 1, ${won(random)}`,
  },
  payOrder: {
    text: "update orders set state = '0$', paid_at = ? where id = ?",
    database: orders,
    takes: 4,
    literals: () => 'PAID',
    binds: (random) => `${moment(random)}, ${id(random)}`,
  },
  insertDelivery: {
    text: 'insert into delivery (order_id, courier, address) values (?, ?, ?)',
    database: orders,
    takes: 5,
    binds: (random) => `${id(random)}, fast, Seoul`,
  },
  user: { text: 'select id, name, grade from users where id = ?', database: users, takes: 2, binds: id },
  login: {
    text: 'select id, password_hash, state from users where email = ?',
    database: users,
    takes: 4,
    binds: (random) => person(random).split(',')[0] ?? '',
  },
  insertUser: {
    text: 'insert into users (email, phone, city) values (?, ?, ?)',
    database: users,
    takes: 6,
    binds: person,
  },
  contact: { text: 'select email, phone from users where id = %s', database: users, takes: 3, binds: id },
  insertPayment: {
    text: 'insert into payment (order_id, amount, method) values (?, ?, ?)',
    database: payment,
    takes: 4,
    binds: (random) => `${id(random)}, ${won(random)}, CARD`,
  },
  settlePayment: {
    text: 'update payment set approved_at = ?, receipt = ? where order_id = ?',
    database: payment,
    takes: 4,
    binds: (random) => `${moment(random)}, R-${random.between(100_000, 999_999)}, ${id(random)}`,
  },
} as const satisfies Record<string, Statement>;

export type StatementName = keyof typeof statements;
