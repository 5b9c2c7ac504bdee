import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { cognitoLocal } from './cognito-local-contender.js';
import { connections } from './http.js';
import { median } from './load.js';
import { localCognito } from './local-cognito-contender.js';
import { memoryOnce, speedOnce, startOnce } from './rounds.js';
import { stopAll } from './server.js';
import { table } from './table.js';

const [work, modules, roundsText = '3'] = process.argv.slice(2);
const rounds = Number(roundsText);
const starts = 3 * rounds;

process.on('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
// Whoever started this may have been killed without a word.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 500).unref();

const { version } = JSON.parse(readFileSync(join(modules, 'node_modules', 'cognito-local', 'package.json'), 'utf8'));
const contenders = [
  { title: 'LocalCognito', contender: localCognito(work), results: {} },
  { title: `cognito-local ${version}`, contender: cognitoLocal(work, modules), results: {} },
];

/** Measures both in turn, so that whatever else the machine does meets both, and keeps the medians. */
async function inTurn(what, times, measure) {
  const samples = contenders.map(() => []);
  for (let round = 1; round <= times; round++) {
    console.error(`${what}: round ${round} of ${times}`);
    for (const [index, { contender }] of contenders.entries()) samples[index].push(await measure(contender));
  }
  for (const [index, { results }] of contenders.entries()) {
    for (const key of Object.keys(samples[index][0])) results[key] = median(samples[index].map((sample) => sample[key]));
  }
}

for (const { contender } of contenders) await startOnce(contender); // reads the programs into the page cache
await inTurn('Start', starts, startOnce);
await inTurn('Memory', rounds, memoryOnce);
await inTurn('Speed', rounds, speedOnce);

console.log(table(contenders));
console.log(`\n${availableParallelism()} cores (${cpus()[0].model.trim()}), node ${process.versions.node}, ${connections} connections; ` +
  `medians of ${starts} starts and ${rounds} rounds in turn.`);
