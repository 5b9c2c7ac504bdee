import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { answer } from '../script.js';
import { MappedFetcher } from './fetcher.js';

// Each case has a name, a token, and the properties of the verifier that is to judge it.
await answer(async ({ baseAddress, cases }) => {
  const fetcher = new MappedFetcher(baseAddress);
  const results = {};
  for (const { name, token, properties } of cases) {
    const verifier = CognitoJwtVerifier.create(properties, { jwksCache: new SimpleJwksCache({ fetcher }) });
    try {
      results[name] = await verifier.verify(token);
    } catch (error) {
      results[name] = { refused: error.constructor.name };
    }
  }
  return { results, asked: fetcher.asked };
});
