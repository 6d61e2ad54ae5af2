import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { openLoop } from './open-loop.ts';
import type { RequestLoad } from './requests-from-thread.ts';

// The entry of a thread that asks as clients do, so that its work is not the server's.

const { url, requests } = workerData as RequestLoad; // From our own thread, as it was typed there.

/** Of a request that no answer came to. */
const NO_ANSWER = 0;

/** The whole answer counts, so it is read. */
async function statusOf({ token, body }: RequestLoad['requests'][number]): Promise<number> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return NO_ANSWER;
  }
}

const times = requests.map(({ at }) => at);
const send = async (position: number) => {
  const request = requests[position];
  return request === undefined ? NO_ANSWER : statusOf(request);
};
parentPort?.postMessage(await openLoop(times, send, systemClock));
