// The orders of the person whose token it is: fastify, aws-jwt-verify and better-sqlite3, a worker for each core of two.
import cluster from 'node:cluster';
import Fastify from 'fastify';
import { openOrders } from './orders.js';
import { openTokens } from './tokens.js';

const WORKERS = 2;

if (cluster.isPrimary) {
  for (let i = 0; i < WORKERS; i++) cluster.fork();
  cluster.on('exit', (worker, code, signal) => {
    // A measurement with one worker less would not be one.
    if (!worker.exitedAfterDisconnect) {
      console.error(`A worker ended with ${signal ?? code}.`);
      process.exit(1);
    }
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => cluster.disconnect(() => process.exit(0)));
} else {
  const { PORT, ISSUER, JWKS_URI, CLIENT_IDS, DATABASE } = process.env;
  const tokens = await openTokens({ issuer: ISSUER, jwksUri: JWKS_URI, clientIds: CLIENT_IDS.split(',') });
  const orders = openOrders(DATABASE);
  const app = Fastify({ logger: { level: 'warn' } });
  app.decorateRequest('caller', null);
  app.get('/api/orders', {
    schema: {
      querystring: {
        type: 'object',
        properties: {
          limit: { type: 'integer', minimum: 1, maximum: 100 },
          after: { type: 'string', pattern: '^[A-Za-z0-9_-]{11}$' },
        },
      },
      response: {
        200: {
          type: 'object',
          properties: {
            orders: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  id: { type: 'integer' },
                  status: { type: 'string' },
                  currency: { type: 'string' },
                  totalMinor: { type: 'integer' },
                  placedAt: { type: 'string' },
                },
              },
            },
            next: { type: 'string' },
          },
        },
      },
    },
    onRequest: tokens.require('modular/orders.read'),
  }, async (request) => orders.list(request.caller, request.query));
  await app.listen({ host: '127.0.0.1', port: Number(PORT) });
}
