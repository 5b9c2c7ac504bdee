import * as oidc from 'openid-client';

const styles = { none: oidc.None, basic: oidc.ClientSecretBasic, post: oidc.ClientSecretPost };

/** Discovers the pool as the client of the input. */
export async function connect({ issuer, clientId, secret, style }) {
  const authentication = styles[style](secret);
  return await oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
    // Plain http is for loopback; the second switch has the library check the ID token's signature even though it came directly.
    execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
  });
}
