// Keeps the result of each file, and says at the end how the rooms stand. Called by the script beside it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const least = 90;
const [, , command, ...args] = process.argv;
process.exitCode = { keep, has, table }[command](...args);

function keep(report, file, state, results) {
  const files = JSON.parse(readFileSync(report, 'utf8')).files;
  const [, mutated] = Object.entries(files).find(([path]) => path.endsWith(file)) ?? [file, { source: '', mutants: [] }];
  const lines = mutated.source.split('\n');
  const mutants = mutated.mutants.map(({ status, mutatorName, replacement, location: { start, end } }) => ({
    status,
    line: start.line,
    kind: mutatorName,
    was: oneLine(lines.slice(start.line - 1, end.line).map((line, i, all) =>
      line.slice(i === 0 ? start.column - 1 : 0, i === all.length - 1 ? end.column - 1 : undefined)).join('\n')),
    becomes: oneLine(replacement ?? ''),
  }));
  const path = pathOf(results, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ file, state, mutants }, null, 1));
  return 0;
}

function has(file, state, results) {
  const path = pathOf(results, file);
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).state === state ? 0 : 1;
}

function table(survivorsFile, results, ...files) {
  const reasons = readReasons(survivorsFile);
  const rooms = new Map();
  const unexplained = [];
  for (const [room, file] of files.map(each => each.split(':'))) {
    const count = rooms.get(room) ?? { killed: 0, survived: 0, uncovered: 0, timeout: 0, ignored: 0 };
    rooms.set(room, count);
    for (const mutant of JSON.parse(readFileSync(pathOf(results, file), 'utf8')).mutants) {
      count[{ Killed: 'killed', Survived: 'survived', NoCoverage: 'uncovered', Timeout: 'timeout' }[mutant.status] ?? 'ignored']++;
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue;
      const text = `${mutant.was}  =>  ${mutant.becomes}`;
      const left = (reasons.get(file)?.get(text) ?? 0) - 1;
      if (left < 0) unexplained.push(`${file}:${mutant.line}: ${mutant.kind}\n  ${text}`);
      else reasons.get(file).set(text, left);
    }
  }

  console.log('| room | killed | survived | not covered | timed out | left out | score |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  let isEnough = true;
  for (const [room, c] of rooms) {
    const caught = c.killed + c.timeout;
    const score = 100 * caught / Math.max(1, caught + c.survived + c.uncovered);
    isEnough &&= score >= least;
    console.log(`| ${room} | ${c.killed} | ${c.survived} | ${c.uncovered} | ${c.timeout} | ${c.ignored} | ${score.toFixed(1)} % |`);
  }

  if (!isEnough) console.log(`\nA room is below ${least} %.`);
  if (unexplained.length > 0) {
    console.log(`\n${unexplained.length} survivors without a reason in ${survivorsFile}: write the test that notices, or the reason.\n`);
    console.log(unexplained.join('\n'));
  }

  for (const [, file] of files.map(each => each.split(':'))) {
    for (const [text, left] of reasons.get(file) ?? []) {
      if (left > 0) console.log(`\n${survivorsFile}: no longer needed for ${file}\n  ${text}`);
    }
  }

  return isEnough && unexplained.length === 0 ? 0 : 1;
}

// A file's path, then for each survivor two lines that begin with white space: the change, and why no test notices it.
function readReasons(path) {
  const reasons = new Map();
  let file;
  let change;
  for (const line of readFileSync(path, 'utf8').split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))) {
    if (!/^\s/.test(line)) {
      file = line.trim();
      reasons.set(file, reasons.get(file) ?? new Map());
      change = undefined;
    } else if (change === undefined) {
      change = line.trim();
    } else {
      reasons.get(file).set(change, (reasons.get(file).get(change) ?? 0) + 1);
      change = undefined;
    }
  }

  return reasons;
}

function oneLine(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function pathOf(results, file) {
  return join(results, `${file}.json`);
}
