import * as oidc from 'openid-client';
import { Browser } from '../browser.js';
import { answer, refusal } from '../script.js';
import { prepare } from './code.js';
import { connect } from './connect.js';

// What goes wrong between a good authorization request and its tokens.
await answer(async (input) => {
  const config = await connect(input);

  const redeem = async (changes, as = config) => {
    const { address, checks } = await prepare(config, input);
    const callback = await new Browser().signIn(address, input.username, input.password);
    return await refusal(() => oidc.authorizationCodeGrant(as, callback, { ...checks, ...changes }));
  };

  const { address, checks } = await prepare(config, input);
  const callback = await new Browser().signIn(address, input.username, input.password);
  await oidc.authorizationCodeGrant(config, callback, checks);

  return {
    codeUsedTwice: await refusal(() => oidc.authorizationCodeGrant(config, callback, checks)),
    otherVerifier: await redeem({ pkceCodeVerifier: oidc.randomPKCECodeVerifier() }),
    otherNonce: await redeem({ expectedNonce: oidc.randomNonce() }),
    otherState: await redeem({ expectedState: oidc.randomState() }),
    wrongSecret: await redeem({}, await connect({ ...input, secret: 'wrong' })),
    madeUpRefreshToken: await refusal(() => oidc.refreshTokenGrant(config, 'eyJ.a.b.c.d')),
  };
});
