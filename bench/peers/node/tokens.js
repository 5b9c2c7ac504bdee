// Cognito's access tokens, checked as aws-jwt-verify checks them: signature, issuer, exp, token_use, client_id; then the scope.
import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

// CognitoJwtVerifier knows AWS's own addresses only, so this is the class that it is made of, with the same rules for an access token. Keys
// are fetched once, by plain http since the pool of a benchmark is on loopback, and kept.
export async function openTokens({ issuer, jwksUri, clientIds }) {
  const fetcher = { fetch: async (uri) => (await fetch(uri)).arrayBuffer() };
  const verifier = JwtVerifier.create({
    issuer,
    jwksUri,
    audience: null,
    customJwtCheck: ({ payload }) => {
      if (payload.token_use !== 'access') throw new Error('token_use is not access');
      if (!clientIds.includes(payload.client_id)) throw new Error('client_id is unknown');
    },
  }, { jwksCache: new SimpleJwksCache({ fetcher }) });
  await verifier.hydrate();

  return {
    require: (scope) => async (request, reply) => {
      const header = request.headers.authorization;
      if (!header?.startsWith('Bearer ')) return reply.code(401).header('www-authenticate', 'Bearer').send();
      let payload;
      try {
        payload = await verifier.verify(header.slice('Bearer '.length));
      } catch {
        return reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').send();
      }
      if (!payload.scope?.split(' ').includes(scope)) return reply.code(403).send();
      request.caller = payload;
    },
  };
}
