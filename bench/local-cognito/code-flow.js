import { createHash, randomBytes } from 'node:crypto';
import { expectJson, postForm, send } from './http.js';

/** Signs a person in as a browser and a public client do together: authorize, the form as it is served, the code, the tokens. */
export async function codeFlow(base, { clientId, redirectUri, username, password, scope }) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const cookies = new Map();
  const page = await open(`${base}/oauth2/authorize?${query}`, cookies);
  const { action, fields } = read(page);
  const answer = await postForm(new URL(action, page.address), { ...fields, username, password }, cookieHeader(cookies));
  const code = new URL(answer.headers.location ?? 'none:').searchParams.get('code');
  if (code === null) throw new Error(`No code: ${answer.status} ${answer.text.slice(0, 500)}`);

  const grant = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier };
  return expectJson(await postForm(`${base}/oauth2/token`, grant));
}

async function open(address, cookies) {
  const response = await send('GET', address, cookieHeader(cookies));
  for (const cookie of response.headers['set-cookie'] ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
    cookies.set(name, value);
  }
  const { location } = response.headers;
  return location ? await open(new URL(location, address).href, cookies) : { address, html: response.text };
}

function cookieHeader(cookies) {
  return cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

function read({ html }) {
  const form = /<form method="post" action="([^"]*)">/i.exec(html);
  if (form === null) throw new Error(`No form: ${html.slice(0, 500)}`);
  const hidden = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return { action: decode(form[1]), fields: Object.fromEntries([...hidden].map(([, name, value]) => [name, decode(value)])) };
}

const named = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decode(html) {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    name ? named[name] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
}
