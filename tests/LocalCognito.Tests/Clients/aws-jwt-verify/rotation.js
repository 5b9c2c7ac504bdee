import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { answer } from '../script.js';
import { MappedFetcher } from './fetcher.js';

// One verifier that lives through a rotation, as a resource server's does.
await answer(async ({ baseAddress, properties, mint }) => {
  const post = async (path, body) => await fetch(new URL(path, baseAddress), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const token = async () => (await (await post('_local/tokens', mint)).json()).access_token;
  const kid = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url')).kid;

  const fetcher = new MappedFetcher(baseAddress);
  const verifier = CognitoJwtVerifier.create(properties, { jwksCache: new SimpleJwksCache({ fetcher }) });
  const before = await token();
  await verifier.verify(before);
  const rotated = await post('_local/keys/rotate', { use: 'access' });
  const after = await token();
  await verifier.verify(after);
  await verifier.verify(before);
  return { rotated: rotated.status, kids: [kid(before), kid(after)], fetches: fetcher.asked.length };
});
