import * as oidc from 'openid-client';
import { Browser } from '../browser.js';
import { answer, refusal } from '../script.js';
import { signIn } from './code.js';
import { connect } from './connect.js';

// One browser: signs in, needs no password the second time, and is asked again once it has signed out.
await answer(async (input) => {
  const config = await connect(input);
  const browser = new Browser();
  const silently = { ...input, username: 'nobody', password: 'wrong', extra: { prompt: 'none' } };

  const before = await refusal(() => signIn(config, silently, browser));
  const first = await signIn(config, input, browser);
  const second = await signIn(config, silently, browser);
  const logoutAddress = oidc.buildEndSessionUrl(config, { logout_uri: input.logoutUri });
  const logout = await browser.visit(logoutAddress);
  const after = await refusal(() => signIn(config, silently, browser));
  return {
    before,
    first: first.claims(),
    second: second.claims(),
    logoutAddress,
    logout,
    after,
    tokensLiveOn: await oidc.fetchUserInfo(config, first.access_token, first.claims().sub),
  };
});
