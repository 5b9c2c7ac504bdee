import * as oidc from 'openid-client';
import { Browser } from '../browser.js';

/** An authorization request with everything that protects it: PKCE, nonce and state. */
export async function prepare(config, { redirectUri, scope, extra }) {
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedNonce: oidc.randomNonce(),
    expectedState: oidc.randomState(),
    idTokenExpected: true,
  };
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: checks.expectedNonce,
    state: checks.expectedState,
    ...extra,
  });
  return { address, checks };
}

/** Signs the person in, up to the tokens. */
export async function signIn(config, input, browser = new Browser()) {
  const { address, checks } = await prepare(config, input);
  const callback = await browser.signIn(address, input.username, input.password);
  return await oidc.authorizationCodeGrant(config, callback, { ...checks, maxAge: input.maxAge });
}
