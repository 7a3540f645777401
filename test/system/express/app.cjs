'use strict';

/**
 * An Express application under the official agent. It answers `/:anything/:id` after it has asked NEXT_URL the same,
 * and tells the process that started it its port.
 */
require('./old-headers.cjs');
// The agent watches what is required after it.
require('pinpoint-node-agent');
const express = require('express');
const http = require('node:http');

const app = express();

app.get('/:thing/:id', (request, response, next) => {
  const call = http.request(`${process.env.NEXT_URL}${request.path}`, (answer) => {
    answer.resume();
    answer.on('end', () => response.json({ id: request.params.id, next: answer.statusCode }));
  });
  call.on('error', next);
  call.end();
});

const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
