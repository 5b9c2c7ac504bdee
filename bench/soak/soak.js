// soak.js <address> <pool address> <process> <seconds>: 16 workers do what people and machines do; prints what came of it, and ends with 1 if
// something was answered that should not be, or if memory or handles grew.
import { Client } from './client.js';
import { report } from './report.js';
import { Samples } from './samples.js';
import { mintTokens } from './tokens.js';
import { work } from './work.js';

const WORKERS = 16;
const SETTLE_MS = 3000;
const SAMPLE_MS = 2000;

const [address, pool, pid, secondsText] = process.argv.slice(2);
const seconds = Number(secondsText);
const tokens = await mintTokens(pool, WORKERS, seconds + 600);
const client = new Client(address, WORKERS);
const samples = new Samples(pid);
const end = performance.now() + seconds * 1000;
const sampling = setInterval(() => samples.take(), SAMPLE_MS);
await Promise.all(tokens.workers.map((mine, i) => work(client, mine, tokens, i, () => performance.now() < end)));
clearInterval(sampling);

// With nobody there any more, what is still held was forgotten.
client.close();
await new Promise((done) => setTimeout(done, SETTLE_MS));
const isHeld = report(client.answers, samples, seconds);
process.exit(isHeld ? 0 : 1);
