import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { configuration, resource, scopePrefix } from './configuration.js';

// The output is for answers; the library's notices go elsewhere.
console.info = console.error;

const realNow = Date.now;
const [accessTokenFormat] = process.argv.slice(2);
const adapter = createMemoryAdapter();
const server = createServer((request, response) => callback(request, response));
await listen(0);
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;

// RS256 is what every provider signs ID tokens with; access tokens are signed with the first EC key.
const identityKey = newKey('rsa', { modulusLength: 2048 });
let accessKeys = [newKey('ec', { namedCurve: 'P-256' })];
let callback = newCallback();

// One line in, one line out: no port for it, and the input ends when whoever started this ends, however that ends.
const commands = {
  describe: () => ({ issuer, resource, scopePrefix }),
  rotate() {
    accessKeys = [newKey('ec', { namedCurve: 'P-256' }), ...accessKeys];
    callback = newCallback();
  },
  async close() {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  },
  listen: () => server.listening || listen(port),
  clock(offsetSeconds) {
    Date.now = () => realNow() + offsetSeconds * 1000;
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const [command, argument] = line.split(' ');
  console.log(JSON.stringify(await commands[command](Number(argument)) ?? {}));
}
process.exit();

function newCallback() {
  return new Provider(issuer, configuration({ keys: [...accessKeys, identityKey] }, adapter, accessTokenFormat)).callback();
}

function newKey(type, options) {
  return { ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), use: 'sig' };
}

async function listen(at) {
  server.listen(at, '127.0.0.1');
  await once(server, 'listening');
}
