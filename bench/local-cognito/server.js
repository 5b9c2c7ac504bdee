import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { send } from './http.js';

const running = new Set();

/** Ends every server that still runs, at once: for the end of the measurement, however it comes. */
export function stopAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a contender and waits for its first key set; knows how long that took. */
export async function startServer(contender) {
  const port = await freePort();
  const { command, args, env, cwd } = contender.launch(port);
  const begin = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  running.add(child);
  child.once('exit', () => running.delete(child));

  const base = `http://127.0.0.1:${port}`;
  while (!(await answers(base + contender.keysPath))) {
    if (child.exitCode !== null) throw new Error(`${contender.name} ended with ${child.exitCode}`);
    if (performance.now() - begin > 30_000) throw new Error(`${contender.name} does not answer`);
    await wait(1);
  }
  const startMs = performance.now() - begin;
  return {
    base,
    startMs,
    residentMb: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1024,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(address) {
  try {
    return (await send('GET', address)).status === 200;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
