import { perSecond } from './load.js';
import { startServer } from './server.js';

const warmUp = 200;
const tokens = 1000;

/** Time to the first key set, and the memory that is resident then. */
export async function startOnce(contender) {
  const server = await startServer(contender);
  try {
    return { start: server.startMs, atStart: server.residentMb() };
  } finally {
    await server.stop();
  }
}

/** Resident memory of a fresh process after 1,000 sign-ins. */
export async function memoryOnce(contender) {
  return await withFresh(contender, async (actions, server) => {
    await perSecond(tokens, actions.codeFlow);
    return { afterTokens: server.residentMb() };
  });
}

/** How fast it does everything that it can do, each in a fresh process after the same warm-up. */
export async function speedOnce(contender) {
  const speeds = {};
  for (const name of ['codeFlow', 'refresh', 'initiateAuth', 'machine']) {
    await withFresh(contender, async (actions) => {
      if (!actions[name]) return;
      const { refresh_token: refreshToken } = await actions.codeFlow();
      const action = () => actions[name](refreshToken);
      await perSecond(warmUp, action);
      speeds[name] = await perSecond(tokens, action);
    });
  }
  return speeds;
}

async function withFresh(contender, measure) {
  const server = await startServer(contender);
  try {
    return await measure(await contender.prepare(server.base), server);
  } finally {
    await server.stop();
  }
}
