import * as oidc from 'openid-client';
import { answer, refusal } from '../script.js';
import { signIn } from './code.js';
import { connect } from './connect.js';

await answer(async (input) => {
  const config = await connect(input);
  const tokens = await signIn(config, input);
  const ofAccessToken = await refusal(() => oidc.tokenRevocation(config, tokens.access_token));
  await oidc.tokenRevocation(config, tokens.refresh_token, { token_type_hint: 'refresh_token' });
  return {
    ofAccessToken,
    again: await refusal(() => oidc.tokenRevocation(config, tokens.refresh_token)),
    refresh: await refusal(() => oidc.refreshTokenGrant(config, tokens.refresh_token)),
    userInfo: await refusal(() => oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)),
  };
});
