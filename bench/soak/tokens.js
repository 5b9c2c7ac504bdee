// The tokens of the load: each worker has people of its own, so that none of them reaches what one customer may have at once.
const PEOPLE = 3;
const PERSON = ['orders.read', 'orders.write', 'profile.read', 'profile.write', 'account.read'];
const MACHINE = ['orders.fulfil', 'orders.read.any'];

export async function mintTokens(pool, workers, expiresIn) {
  const mint = async (body) => {
    const answer = await fetch(`${pool}/_local/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ expiresIn, ...body }),
    });
    if (!answer.ok) throw new Error(`The pool mints no token: ${await answer.text()}`);
    return (await answer.json()).access_token;
  };
  const scopes = (names) => names.map((name) => `modular/${name}`);
  const person = (number, more) => mint({
    user: 'alice',
    client: 'web-client',
    scopes: scopes(PERSON),
    claims: { sub: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}` },
    ...more,
  });

  const machine = await mint({ user: null, client: 'fulfilment-client', scopes: scopes(MACHINE) });
  const bad = [
    'not-a-token',
    `${(await person(1)).slice(0, -4)}AAAA`,
    await person(1, { expiresIn: -600 }),
    await person(1, { sign: 'unknownKey' }),
    await person(1, { claims: { client_id: 'a-stranger' } }),
  ];
  const all = [];
  for (let i = 0; i < workers; i++) {
    all.push(await Promise.all(Array.from({ length: PEOPLE }, (_, k) => person(1 + i * PEOPLE + k))));
  }
  return { workers: all, machine, bad };
}
