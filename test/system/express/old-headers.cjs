'use strict';

const { OutgoingMessage } = require('node:http');

// Node.js 24 has ended `_headers`, which the agent reads off every outgoing request (DEP0066).
if (!('_headers' in OutgoingMessage.prototype)) {
  Object.defineProperty(OutgoingMessage.prototype, '_headers', {
    get() {
      return this.getHeaders();
    },
  });
}
