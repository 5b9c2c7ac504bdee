// What came of it, and whether it holds.
const MEMORY_MOST = 1.1; // the last third beside the second
const HANDLES_MOST = 1.1;
const HANDLES_KEPT = 40; // more than at rest, when nobody is there any more: the pool of database connections

export function report(answers, samples, seconds) {
  console.log('| | requests | p50, ms | p99, ms | not as expected |');
  console.log('|---|---:|---:|---:|---|');
  let total = 0;
  let failed = 0;
  let unexpected = 0;
  for (const [name, row] of [...answers].sort((a, b) => b[1].milliseconds.length - a[1].milliseconds.length)) {
    const sorted = row.milliseconds.sort((a, b) => a - b);
    const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
    const odd = [...row.unexpected].map(([status, count]) => `${count} × ${status}`).join(', ');
    console.log(`| ${name} | ${sorted.length} | ${at(0.5)} | ${at(0.99)} | ${odd || 'none'} |`);
    total += sorted.length;
    for (const [status, count] of row.unexpected) {
      unexpected += count;
      if (typeof status !== 'number' || status >= 500) failed += count;
    }
  }

  const after = samples.afterwards();
  console.log('\n| | at rest | first third | second third | last third | afterwards |');
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const [title, what] of [['resident memory, MB', 'megabytes'], ['open handles', 'handles']]) {
    const thirds = [0, 1, 2].map((which) => samples.third(which, what).toFixed(0));
    console.log(`| ${title} | ${samples.atRest[what].toFixed(0)} | ${thirds.join(' | ')} | ${after[what].toFixed(0)} |`);
  }

  const growth = (what) => samples.third(2, what) / samples.third(1, what);
  const kept = after.handles - samples.atRest.handles;
  const rules = [
    [`${failed} answers of 500 and above or none at all of ${total} in ${seconds} s`, failed === 0],
    [`${unexpected} answers other than expected`, unexpected === 0],
    [`memory of the last third is ${growth('megabytes').toFixed(3)} of the second (at most ${MEMORY_MOST})`, growth('megabytes') <= MEMORY_MOST],
    [`handles of the last third are ${growth('handles').toFixed(3)} of the second (at most ${HANDLES_MOST})`, growth('handles') <= HANDLES_MOST],
    [`${kept} more handles afterwards than at rest (at most ${HANDLES_KEPT})`, kept <= HANDLES_KEPT],
  ];
  console.log('');
  for (const [rule, holds] of rules) console.log(`- ${holds ? 'holds' : 'DOES NOT HOLD'}: ${rule}`);
  return rules.every(([, holds]) => holds);
}
