/** Takes the keys from LocalCognito although the verifier asks AWS for them. It notes what was asked for. */
export class MappedFetcher {
  asked = [];

  constructor(baseAddress) {
    this.baseAddress = baseAddress;
  }

  async fetch(uri) {
    this.asked.push(uri);
    const response = await fetch(new URL(new URL(uri).pathname, this.baseAddress));
    if (!response.ok) throw new Error(`The keys were answered with ${response.status}`);
    return await response.arrayBuffer();
  }
}
