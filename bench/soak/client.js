// Requests over connections that are kept, with a count of every answer.
import http from 'node:http';

export class Client {
  answers = new Map();

  constructor(address, connections) {
    this.address = address;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }

  // What a request is called, what should be answered, and the request; resolves to the body, parsed if it is JSON, or null.
  async ask(name, expected, method, path, token, body) {
    const began = performance.now();
    try {
      const { status, text } = await this.#send(method, path, token, body);
      this.#count(name, status, expected.includes(status), began);
      return status < 300 && text ? JSON.parse(text) : null;
    } catch (error) {
      this.#count(name, error.code ?? error.message, false, began);
      return null;
    }
  }

  // An event stream, on a connection of its own, left after so many milliseconds.
  listen(name, path, token, milliseconds) {
    const began = performance.now();
    return new Promise((done) => {
      const request = http.get(this.address + path, { agent: false, headers: this.#headers(token, { accept: 'text/event-stream' }) });
      const leave = setTimeout(() => request.destroy(), milliseconds);
      let isAnswered = false;
      request.on('response', (response) => {
        isAnswered = true;
        const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true;
        this.#count(name, response.statusCode, response.statusCode === 200 && isStream, began);
        response.on('error', () => {});
        response.resume();
      });
      request.on('error', (error) => {
        if (!isAnswered) this.#count(name, error.code ?? error.message, false, began);
      });
      request.on('close', () => {
        clearTimeout(leave);
        done();
      });
    });
  }

  close() {
    this.agent.destroy();
  }

  #headers(token, more) {
    return { ...more, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  }

  #send(method, path, token, body) {
    const content = body === undefined ? undefined : JSON.stringify(body);
    const headers = this.#headers(token, content === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) });
    return new Promise((done, fail) => {
      const request = http.request(this.address + path, { method, agent: this.agent, headers, timeout: 30_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => { text += part; });
        response.on('end', () => done({ status: response.statusCode, text }));
        response.on('error', fail);
      });
      request.on('timeout', () => request.destroy(new Error('time-out')));
      request.on('error', fail);
      request.end(content);
    });
  }

  #count(name, status, isExpected, began) {
    let row = this.answers.get(name);
    if (!row) this.answers.set(name, row = { milliseconds: [], unexpected: new Map() });
    row.milliseconds.push(performance.now() - began);
    if (!isExpected) row.unexpected.set(status, (row.unexpected.get(status) ?? 0) + 1);
  }
}
