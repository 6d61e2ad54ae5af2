import type { VirtualClock } from './virtual-clock.ts';

/** Rests of virtual time after which nothing goes on by itself any more: a question takes some ten. */
const MANY = 10_000;

/** What comes of work while virtual time goes on; `hangs` where nobody ends it. */
export async function inVirtualTime<T>(clock: VirtualClock, work: Promise<T>): Promise<T | 'hangs'> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  void work.then(end, end);
  for (let rests = 0; rests < MANY && !isOver; rests += 1) await clock.run();
  return isOver ? work : 'hangs';
}
