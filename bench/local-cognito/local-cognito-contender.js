import { join } from 'node:path';
import { codeFlow } from './code-flow.js';
import { expectJson, postForm } from './http.js';

const person = {
  clientId: 'cli-client',
  redirectUri: 'http://localhost:8400/callback',
  username: 'alice',
  password: 'Passw0rd!',
  scope: 'openid email',
};

/** LocalCognito with its sample pool, as published. */
export function localCognito(work) {
  const folder = join(work, 'local-cognito');
  return {
    name: 'LocalCognito',
    keysPath: '/ap-northeast-2_Modular01/.well-known/jwks.json',
    launch: (port) => ({
      command: join(folder, 'Modular.LocalCognito'),
      args: [],
      env: { ASPNETCORE_URLS: `http://127.0.0.1:${port}` },
      cwd: folder,
    }),
    prepare: async (base) => ({
      codeFlow: () => codeFlow(base, person),
      refresh: (refreshToken) => refresh(base, refreshToken),
      machine: () => machine(base),
    }),
  };
}

async function refresh(base, refreshToken) {
  const grant = { grant_type: 'refresh_token', client_id: person.clientId, refresh_token: refreshToken };
  return expectJson(await postForm(`${base}/oauth2/token`, grant));
}

async function machine(base) {
  const credentials = Buffer.from('fulfilment-client:fulfilment-secret').toString('base64');
  return expectJson(await postForm(`${base}/oauth2/token`, { grant_type: 'client_credentials' }, { authorization: `Basic ${credentials}` }));
}
