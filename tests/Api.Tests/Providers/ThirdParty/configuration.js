/** Who signs in here, through which clients, for which resource server; in words of its own, not in those of a user pool. */

export const resource = 'https://orders.example.com/';
export const scopePrefix = 'shop:';

const permissions = [
  'orders.read', 'orders.write', 'profile.read', 'profile.write', 'account.read', 'account.write',
  'orders.read.any', 'orders.fulfil', 'customers.manage',
];

const groups = new Map([['alice', []], ['bob', []], ['carol', ['backoffice']]]);

const signIn = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };
const noSignIn = { redirect_uris: [], response_types: [] };

const clients = [
  { client_id: 'shop-web', client_secret: 'shop-web-secret', redirect_uris: ['http://localhost:5090/signin-oidc'], ...signIn },
  {
    client_id: 'shop-phone', token_endpoint_auth_method: 'none', application_type: 'native',
    redirect_uris: ['http://localhost:8400/callback'], ...signIn,
  },
  { client_id: 'warehouse', client_secret: 'warehouse-secret', grant_types: ['client_credentials'], ...noSignIn },
  { client_id: 'orders-api', client_secret: 'orders-api-secret', grant_types: [], ...noSignIn },
];

/** What the provider runs with. Its storage outlives a rotation, as a database would. */
export function configuration(jwks, adapter, accessTokenFormat) {
  return {
    adapter,
    clients,
    jwks,
    cookies: { keys: ['third-party-cookies'] },
    async findAccount(_, accountId) {
      return groups.has(accountId) ? { accountId, claims: () => ({ sub: accountId }) } : undefined;
    },
    // An access token says who is in which group, and when they signed in; a machine's says neither.
    extraTokenClaims({ oidc }, { accountId }) {
      return accountId && {
        roles: groups.get(accountId),
        auth_time: (oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken)?.authTime,
      };
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: permissions.map((permission) => scopePrefix + permission).join(' '),
          accessTokenFormat,
          ...(accessTokenFormat === 'jwt' && { jwt: { sign: { alg: 'ES256' } } }),
        }),
      },
      revocation: { enabled: true },
    },
  };
}
