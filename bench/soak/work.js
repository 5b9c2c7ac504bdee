// What one worker does: mostly what customers do most, and now and then what machines and strangers do.
const PRODUCTS = 500;
const STREAM_MS = 1500;

// Parts of a hundred.
const SHARES = [
  [35, list],
  [20, get],
  [12, place],
  [6, cancel],
  [8, fulfil],
  [8, profile],
  [4, events],
  [7, strangers],
];

export async function work(client, people, tokens, number, goesOn) {
  const dice = new Dice(number + 1);
  const worker = { client, tokens, dice, orders: people.map(() => []), people };
  while (goesOn()) {
    let drawn = dice.below(100);
    const [, act] = SHARES.find(([share]) => (drawn -= share) < 0);
    await act(worker, dice.below(people.length));
  }
}

async function list({ client, people, dice }, who) {
  let path = `/api/orders?limit=${1 + dice.below(50)}${dice.below(3) === 0 ? '&status=PLACED' : ''}`;
  for (let page = 0; page < 3 && path; page++) {
    path = (await client.ask('list', [200], 'GET', path, people[who]))?.next;
  }
}

async function get({ client, people, orders, dice }, who) {
  const id = orders[who].at(-1);
  if (id) await client.ask('get', [200], 'GET', `/api/orders/${id}`, people[who]);
  await client.ask('get one that is not theirs or is', [200, 404], 'GET', `/api/orders/${1 + dice.below(10_000)}`, people[who]);
}

async function place({ client, people, orders, dice }, who) {
  const lines = Array.from({ length: 1 + dice.below(3) }, () => ({ sku: `BENCH-${String(1 + dice.below(PRODUCTS)).padStart(4, '0')}`, quantity: 1 + dice.below(3) }));
  const order = await client.ask('place', [201], 'POST', '/api/orders', people[who], { lines });
  if (order) orders[who].push(order.id);
}

async function cancel(worker, who) {
  const id = worker.orders[who].shift();
  if (!id) return place(worker, who);
  await worker.client.ask('cancel', [200], 'POST', `/api/orders/${id}/cancel`, worker.people[who]);
}

async function fulfil(worker, who) {
  const id = worker.orders[who].shift();
  if (!id) return place(worker, who);
  for (const step of ['pay', 'ship', 'deliver']) {
    await worker.client.ask(step, [200], 'POST', `/api/orders/${id}/${step}`, worker.tokens.machine);
  }
  await worker.client.ask('cancel what is delivered', [409], 'POST', `/api/orders/${id}/cancel`, worker.people[who]);
}

async function profile({ client, people, dice }, who) {
  const mine = await client.ask('read the profile', [200], 'GET', '/api/profile', people[who]);
  if (mine && dice.below(4) === 0) {
    await client.ask('write the profile', [200], 'PUT', '/api/profile', people[who], { ...mine, name: `Customer ${dice.below(1000)}` });
  }
  await client.ask('read the account', [200], 'GET', '/api/account', people[who]);
}

async function events(worker, who) {
  await Promise.all([
    worker.client.listen('listen to events', '/api/orders/events', worker.people[who], STREAM_MS),
    place(worker, who),
  ]);
}

async function strangers({ client, tokens, dice }) {
  await client.ask('ask with a bad token', [401, 429], 'GET', '/api/orders', tokens.bad[dice.below(tokens.bad.length)]);
  await client.ask('ask without a token', [401, 429], 'GET', '/api/orders', null);
}

// mulberry32: the same load each time.
class Dice {
  constructor(seed) {
    this.state = seed;
  }

  below(count) {
    this.state = (this.state + 0x6D2B79F5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % count;
  }
}
