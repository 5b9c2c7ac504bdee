const rows = [
  { key: 'start', title: 'process start to first key set, ms', less: true, digits: 0 },
  { key: 'atStart', title: 'resident memory then, MB', less: true, digits: 0 },
  { key: 'afterTokens', title: 'resident memory after 1,000 sign-ins, MB', less: true, digits: 0 },
  { key: 'codeFlow', title: 'sign-ins by code flow, a second', digits: 0 },
  { key: 'initiateAuth', title: 'sign-ins by `InitiateAuth`, one request each, a second', digits: 0 },
  { key: 'refresh', title: 'refreshes, a second', digits: 0 },
  { key: 'machine', title: 'machine tokens, a second', digits: 0 },
];

/** A Markdown table of two contenders; the ratio says how many times better the first is. */
export function table([ours, theirs]) {
  const lines = rows.map(({ key, title, less, digits }) => {
    const [a, b] = [ours.results[key], theirs.results[key]];
    const ratio = a && b ? (less ? b / a : a / b).toFixed(1) : '–';
    const cell = (value) => value?.toFixed(digits) ?? 'cannot';
    return `| ${title} | ${cell(a)} | ${cell(b)} | ${ratio} |`;
  });
  return [`| | ${ours.title} | ${theirs.title} | times better |`, '|---|---:|---:|---:|', ...lines].join('\n');
}
