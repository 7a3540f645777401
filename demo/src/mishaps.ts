import type { Mishap } from './dsl.ts';

/** Everything that goes wrong in the shop's own code. */
export const mishaps = {
  searchPage: {
    className: 'TypeError',
    message: "Cannot read properties of undefined (reading 'items')",
    at: 'renderResults (/srv/shop-web/routes/search.js:42:31)',
  },
  noPrice: {
    className: 'java.lang.IllegalStateException',
    message: 'no price for product',
    at: 'com.example.shop.price.PriceService.discount(PriceService.java:57)',
    cause: {
      className: 'java.lang.NullPointerException',
      message: 'Cannot invoke "com.example.shop.price.Price.amount()" because "price" is null',
      at: 'com.example.shop.price.PriceTable.lookup(PriceTable.java:88)',
    },
  },
  noModel: {
    className: 'KeyError',
    message: "'segment-17'",
    at: 'recommend.model.rank (/srv/recommend/model.py:63)',
  },
  pushRefused: {
    className: 'ConnectionRefusedError',
    message: '[Errno 111] Connection refused',
    at: 'notify.push.send (/srv/notify/push.py:29)',
  },
} as const satisfies Record<string, Mishap>;
