import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Arrival } from './open-loop.ts';

export interface RequestLoad {
  readonly url: string;
  readonly requests: readonly {
    /** When it is due, in milliseconds from the start. */
    readonly at: number;
    readonly token: string;
    readonly body: string;
  }[];
}

/** Sends all requests from a thread of their own, each when it is due, and gives the statuses; 0 where no answer came. */
export async function requestsFromThread(load: RequestLoad): Promise<Arrival<number>[]> {
  const worker = new Worker(new URL('./request-thread.ts', import.meta.url), { workerData: load });
  const [arrivals] = await once(worker, 'message');
  return arrivals;
}
