/**
 * The shop: nine applications in five languages, what they do when asked, and who asks. Nothing here runs; it is read by
 * trace.ts.
 */
import {
  type Application,
  attempt,
  background,
  call,
  external,
  fail,
  method,
  publish,
  redis,
  repeat,
  sometimes,
  sql,
  together,
  type Visitor,
  work,
} from './dsl.ts';
import { mishaps } from './mishaps.ts';
import { databases, statements } from './statements.ts';

const spring = (name: string): readonly string[] => [
  `${name}.jar!/BOOT-INF/classes`,
  `${name}.jar!/BOOT-INF/lib/HikariCP-4.0.3.jar`,
  `${name}.jar!/BOOT-INF/lib/httpclient-4.5.14.jar`,
  `${name}.jar!/BOOT-INF/lib/kafka-clients-3.1.2.jar`,
  `${name}.jar!/BOOT-INF/lib/lettuce-core-6.1.10.RELEASE.jar`,
  `${name}.jar!/BOOT-INF/lib/mysql-connector-j-8.0.33.jar`,
  `${name}.jar!/BOOT-INF/lib/spring-boot-2.7.18.jar`,
  `${name}.jar!/BOOT-INF/lib/spring-webmvc-5.3.31.jar`,
];
const python = ['Flask==3.1.3', 'PyMySQL==1.2.4', 'kafka-python==2.2.15', 'redis==8.1.0', 'requests==2.34.2'];

const userId = (random: { between(low: number, high: number): number }) => `userId=${random.between(1, 4000)}`;

const shopWeb: Application = {
  name: 'shop-web',
  language: 'node',
  agents: 2,
  port: 3000,
  libraries: ['express 4.21.2', 'axios 1.13.2'],
  endpoints: {
    'GET /': {
      handler: 'express.route.GET',
      steps: [
        together(
          call('shop-api', 'GET /api/products/featured'),
          attempt(call('recommend-api', 'GET /recommendations/{userId}')),
        ),
        work(4),
      ],
    },
    'GET /products/{id}': {
      handler: 'express.route.GET',
      steps: [
        call('shop-api', 'GET /api/products/{id}'),
        sometimes(0.4, attempt(call('recommend-api', 'GET /recommendations/{userId}'))),
        work(3),
      ],
    },
    'GET /search': {
      handler: 'express.route.GET',
      params: (random) => `q=${encodeURIComponent(random.pick(['운동화', '텀블러', '가방', 'lamp']))}`,
      steps: [call('shop-api', 'GET /api/products'), fail(0.01, mishaps.searchPage), work(4)],
    },
    'POST /cart': { handler: 'express.route.POST', steps: [call('shop-api', 'POST /api/cart')] },
    'GET /orders': { handler: 'express.route.GET', steps: [call('shop-api', 'GET /api/orders'), work(2)] },
    'POST /checkout': { handler: 'express.route.POST', steps: [call('shop-api', 'POST /api/checkout')] },
    'POST /login': { handler: 'express.route.POST', steps: [call('user-api', 'POST /users/login')] },
    'POST /signup': { handler: 'express.route.POST', steps: [call('user-api', 'POST /users')] },
  },
};

const shopApi: Application = {
  name: 'shop-api',
  language: 'java',
  agents: 3,
  port: 8080,
  pool: { database: databases.shop, size: 20 },
  libraries: spring('shop-api'),
  endpoints: {
    'GET /api/products/featured': {
      handler: 'com.example.shop.product.ProductController.featured()',
      steps: [
        redis('get'),
        sometimes(
          0.15,
          method(
            'com.example.shop.product.ProductService.loadFeatured()',
            sql(statements.featured),
            work(3),
            redis('set'),
          ),
        ),
      ],
    },
    'GET /api/products/{id}': {
      handler: 'com.example.shop.product.ProductController.show(long id)',
      steps: [
        redis('get'),
        sometimes(
          0.3,
          method('com.example.shop.product.ProductService.find(long id)', sql(statements.product), redis('set')),
        ),
        call('stock-api', 'GET /stock/{id}'),
        method('com.example.shop.price.PriceService.discount(long id)', work(2), fail(0.006, mishaps.noPrice)),
      ],
    },
    'GET /api/products': {
      handler: 'com.example.shop.product.ProductController.search(java.lang.String q)',
      params: (random) => `q=${random.pick(['lamp', 'desk', 'bag'])}&page=${random.between(1, 9)}`,
      steps: [
        method(
          'com.example.shop.product.SearchService.search(java.lang.String q, int page)',
          sql(statements.searchProducts),
          repeat(2, 6, redis('get')),
        ),
      ],
    },
    'POST /api/cart': {
      handler: 'com.example.shop.cart.CartController.add(com.example.shop.cart.CartItem item)',
      steps: [
        call('user-api', 'GET /users/{id}'),
        method('com.example.shop.cart.CartService.add(long userId)', redis('get'), redis('set')),
      ],
    },
    'GET /api/orders': {
      handler: 'com.example.shop.order.OrderController.list(long userId)',
      params: userId,
      steps: [call('user-api', 'GET /users/{id}'), call('order-api', 'GET /orders'), work(2)],
    },
    'POST /api/checkout': {
      handler: 'com.example.shop.order.CheckoutController.checkout(com.example.shop.cart.Cart cart)',
      steps: [
        call('user-api', 'GET /users/{id}'),
        method(
          'com.example.shop.order.CheckoutService.place(com.example.shop.cart.Cart cart)',
          call('stock-api', 'POST /stock/reserve'),
          call('order-api', 'POST /orders'),
          redis('set'),
        ),
        background('com.example.shop.point.PointService.accumulate(long userId)', work(12), sql(statements.product)),
      ],
    },
  },
};

const orderApi: Application = {
  name: 'order-api',
  language: 'java',
  agents: 2,
  port: 8081,
  pool: { database: databases.orders, size: 10 },
  restarts: true,
  libraries: spring('order-api'),
  endpoints: {
    'GET /orders': {
      handler: 'com.example.order.OrderController.list(long userId)',
      params: userId,
      steps: [
        method(
          'com.example.order.OrderService.ordersOf(long userId)',
          sql(statements.ordersOfUser),
          repeat(1, 9, sql(statements.orderItems)),
        ),
        work(2),
      ],
    },
    'GET /orders/{id}': {
      handler: 'com.example.order.OrderController.show(long id)',
      steps: [sql(statements.order), sql(statements.orderItems)],
    },
    'POST /orders': {
      handler: 'com.example.order.OrderController.place(com.example.order.NewOrder order)',
      steps: [
        method(
          'com.example.order.OrderService.place(com.example.order.NewOrder order)',
          sql(statements.insertOrder),
          repeat(1, 4, sql(statements.insertItem)),
          call('payment-api', 'POST /payments'),
          sql(statements.payOrder),
        ),
        publish('order-events'),
      ],
    },
  },
};

const paymentApi: Application = {
  name: 'payment-api',
  language: 'php',
  agents: 2,
  port: 8000,
  libraries: ['pinpoint-apm/pinpoint-php-aop'],
  endpoints: {
    'POST /payments': {
      handler: 'App\\Http\\Controllers\\PaymentController::store',
      steps: [
        sql(statements.insertPayment),
        method('App\\Payment\\Gateway::charge', external('pay.example.com', 'POST /v1/charges', 140)),
        sql(statements.settlePayment),
      ],
    },
  },
};

const recommendApi: Application = {
  name: 'recommend-api',
  language: 'python',
  agents: 1,
  port: 5000,
  service: 'SHOP',
  libraries: python,
  endpoints: {
    'GET /recommendations/{userId}': {
      handler: 'recommendations',
      steps: [
        redis('get'),
        sometimes(
          0.4,
          sql(statements.history),
          method('recommend.model.rank', work(35), fail(0.02, mishaps.noModel)),
          redis('set'),
        ),
        sometimes(0.3, call('stock-api', 'GET /stock/{id}')),
      ],
    },
  },
};

const stockApi: Application = {
  name: 'stock-api',
  language: 'go',
  agents: 2,
  port: 9000,
  libraries: ['github.com/pinpoint-apm/pinpoint-go-agent (v1.4.7)', 'github.com/redis/go-redis/v9 (v9.0.2)'],
  endpoints: {
    'GET /stock/{id}': {
      handler: 'main.showStock()',
      statuses: [{ status: 404, share: 0.02 }],
      steps: [redis('get'), sometimes(0.2, sql(statements.stock), redis('set'))],
    },
    'POST /stock/reserve': {
      handler: 'main.reserveStock()',
      statuses: [{ status: 409, share: 0.03 }],
      steps: [sql(statements.reserve), redis('set'), background('main.auditStock', work(8))],
    },
  },
};

const userApi: Application = {
  name: 'user-api',
  language: 'java',
  agents: 1,
  port: 8082,
  pool: { database: databases.users, size: 10 },
  sqlByUid: true,
  libraries: spring('user-api'),
  endpoints: {
    'GET /users/{id}': {
      handler: 'com.example.user.UserController.show(long id)',
      steps: [redis('get'), sometimes(0.5, sql(statements.user))],
    },
    'POST /users/login': {
      handler: 'com.example.user.LoginController.login(com.example.user.Credentials credentials)',
      statuses: [{ status: 401, share: 0.08 }],
      steps: [
        sql(statements.login),
        method('com.example.user.PasswordService.verify(java.lang.String password)', work(70)),
        redis('set'),
      ],
    },
    'POST /users': {
      handler: 'com.example.user.UserController.register(com.example.user.NewUser user)',
      steps: [sql(statements.insertUser), background('com.example.user.WelcomeMail.send(long userId)', work(90))],
    },
  },
};

const deliveryWorker: Application = {
  name: 'delivery-worker',
  language: 'java',
  agents: 1,
  port: 8083,
  pool: { database: databases.orders, size: 5 },
  libraries: spring('delivery-worker'),
  endpoints: {},
  consumer: {
    topic: 'order-events',
    handler: 'com.example.delivery.OrderListener.onOrder(org.apache.kafka.clients.consumer.ConsumerRecord record)',
    steps: [
      call('order-api', 'GET /orders/{id}'),
      sql(statements.insertDelivery),
      external('courier.example.com', 'POST /parcels', 90),
      publish('delivery-events'),
    ],
  },
};

const notifyWorker: Application = {
  name: 'notify-worker',
  language: 'python',
  agents: 1,
  port: 5001,
  libraries: python,
  endpoints: {},
  consumer: {
    topic: 'delivery-events',
    handler: 'notify.consumer.on_delivery',
    steps: [
      sql(statements.contact),
      work(3),
      attempt(fail(0.05, mishaps.pushRefused), external('push.example.com', 'POST /send', 60)),
    ],
  },
};

export const applications: readonly Application[] = [
  shopWeb,
  shopApi,
  orderApi,
  paymentApi,
  recommendApi,
  stockApi,
  userApi,
  deliveryWorker,
  notifyWorker,
];

/** People in browsers, the mobile app that goes past the web server, and a partner who asks for stock. */
export const visitors: readonly Visitor[] = [
  { application: 'shop-web', endpoint: 'GET /', weight: 24 },
  { application: 'shop-web', endpoint: 'GET /products/{id}', weight: 22 },
  { application: 'shop-web', endpoint: 'GET /search', weight: 12 },
  { application: 'shop-web', endpoint: 'POST /cart', weight: 7 },
  { application: 'shop-web', endpoint: 'GET /orders', weight: 9 },
  { application: 'shop-web', endpoint: 'POST /checkout', weight: 8 },
  { application: 'shop-web', endpoint: 'POST /login', weight: 4 },
  { application: 'shop-web', endpoint: 'POST /signup', weight: 1 },
  { application: 'shop-api', endpoint: 'GET /api/products/{id}', weight: 5 },
  { application: 'shop-api', endpoint: 'GET /api/orders', weight: 4 },
  { application: 'stock-api', endpoint: 'GET /stock/{id}', weight: 2 },
];
