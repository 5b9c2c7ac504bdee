import { Agent, request } from 'node:http';

/** How many requests are under way at once, each on a connection that is kept open. */
export const connections = 8;

const agent = new Agent({ keepAlive: true, maxSockets: connections });

/** One request; node's own client, because it costs the generator less than fetch. */
export function send(method, address, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const outgoing = request(address, { method, headers, agent }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({
        status: incoming.statusCode,
        headers: incoming.headers,
        text: Buffer.concat(chunks).toString(),
      }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export async function postForm(address, fields, headers = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return await send('POST', address, { ...type, ...headers }, new URLSearchParams(fields).toString());
}

/** The answer's JSON; anything but 200 ends the measurement, so that no error is counted as a fast token. */
export function expectJson(response) {
  if (response.status !== 200) throw new Error(`${response.status}: ${response.text.slice(0, 500)}`);
  return JSON.parse(response.text);
}
