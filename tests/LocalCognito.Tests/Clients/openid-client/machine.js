import * as oidc from 'openid-client';
import { answer, refusal } from '../script.js';
import { connect } from './connect.js';

await answer(async (input) => {
  const config = await connect(input);
  const tokens = await oidc.clientCredentialsGrant(config, input.scope ? { scope: input.scope } : {});
  return {
    tokens,
    userInfo: await refusal(() => oidc.fetchUserInfo(config, tokens.access_token, oidc.skipSubjectCheck)),
    strangeScope: await refusal(() => oidc.clientCredentialsGrant(config, { scope: 'openid' })),
  };
});
