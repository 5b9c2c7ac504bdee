/** What a person's browser does during a sign-in: keeps cookies, follows redirects, fills in the form that it was shown. */
export class Browser {
  #cookies = new Map();

  /** Goes to the address, signs in if a form asks for it, and gives the address at which the browser leaves the user pool. */
  async signIn(address, username, password) {
    const pool = new URL(address).origin;
    let location = new URL(address);
    let form = null;
    while (location.origin === pool) {
      const response = await this.#send(location, form);
      const redirect = response.headers.get('location');
      if (redirect === null && form !== null) throw new Error(`The form was answered with ${response.status}`);
      form = redirect === null ? fill(await response.text(), location, username, password) : null;
      location = form?.action ?? new URL(redirect, location);
    }
    return location;
  }

  /** Goes to the address as it is; says where the browser is sent, if anywhere. */
  async visit(address) {
    const response = await this.#send(new URL(address), null);
    return { status: response.status, location: response.headers.get('location') };
  }

  async #send(address, form) {
    const response = await fetch(address, {
      method: form === null ? 'GET' : 'POST',
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: form?.fields,
      redirect: 'manual',
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #keep(cookie) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
    if (value === '' || /;\s*max-age=0/i.test(cookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function fill(page, address, username, password) {
  const action = /<form method="post" action="([^"]*)">/.exec(page);
  if (action === null) throw new Error(`No sign-in form: ${page.slice(0, 2000)}`);
  const fields = new URLSearchParams();
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    fields.set(decode(name), decode(value));
  }
  fields.set('username', username);
  fields.set('password', password);
  return { action: new URL(decode(action[1]), address), fields };
}

const named = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decode(html) {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    name ? named[name] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
}
