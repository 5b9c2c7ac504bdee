import * as oidc from 'openid-client';
import { answer } from '../script.js';
import { signIn } from './code.js';
import { connect } from './connect.js';

// A sign-in from discovery to a refresh, every answer judged by the library.
await answer(async (input) => {
  const config = await connect(input);
  const tokens = await signIn(config, input);
  const { sub } = tokens.claims();
  const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  return {
    tokens,
    claims: tokens.claims(),
    expiresIn: tokens.expiresIn(),
    userInfo: await oidc.fetchUserInfo(config, tokens.access_token, sub),
    refreshed,
    refreshedClaims: refreshed.claims(),
    refreshedUserInfo: await oidc.fetchUserInfo(config, refreshed.access_token, sub),
  };
});
