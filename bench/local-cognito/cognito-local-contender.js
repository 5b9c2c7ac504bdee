import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { codeFlow } from './code-flow.js';
import { expectJson, postForm, send } from './http.js';

const redirectUri = 'http://localhost:8400/callback';
const person = { username: 'alice@example.com', password: 'Passw0rd!' };

/** cognito-local in an empty folder of its own; started by node itself, which is quicker than through npx. */
export function cognitoLocal(work, modules) {
  return {
    name: 'cognito-local',
    keysPath: '/local_any/.well-known/jwks.json',
    launch: (port) => ({
      command: process.execPath,
      args: [join(modules, 'node_modules', 'cognito-local', 'lib', 'bin', 'start.js')],
      env: { HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production' },
      cwd: mkdtempSync(join(work, 'cognito-local-')),
    }),
    prepare: async (base) => {
      const clientId = await createPool(base);
      return {
        codeFlow: () => codeFlow(base, { ...person, clientId, redirectUri, scope: 'openid email' }),
        refresh: (refreshToken) => refresh(base, clientId, refreshToken),
        initiateAuth: () => initiateAuth(base, clientId),
      };
    },
  };
}

async function createPool(base) {
  const { UserPool } = await call(base, 'CreateUserPool', { PoolName: 'bench' });
  const pool = { UserPoolId: UserPool.Id };
  const { UserPoolClient } = await call(base, 'CreateUserPoolClient', { ...pool, ClientName: 'bench', CallbackURLs: [redirectUri] });
  await call(base, 'AdminCreateUser', {
    ...pool,
    Username: person.username,
    MessageAction: 'SUPPRESS',
    UserAttributes: [{ Name: 'email', Value: person.username }],
  });
  await call(base, 'AdminSetUserPassword', { ...pool, Username: person.username, Password: person.password, Permanent: true });
  return UserPoolClient.ClientId;
}

async function refresh(base, clientId, refreshToken) {
  const grant = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
  return expectJson(await postForm(`${base}/oauth2/token`, grant));
}

async function initiateAuth(base, clientId) {
  const answer = await call(base, 'InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: person.username, PASSWORD: person.password },
  });
  if (!answer.AuthenticationResult?.AccessToken) throw new Error(`No token: ${JSON.stringify(answer)}`);
  return answer;
}

async function call(base, action, body) {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` };
  return expectJson(await send('POST', `${base}/`, headers, JSON.stringify(body)));
}
