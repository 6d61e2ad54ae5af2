import { describe, expect, it } from 'vitest';
import { fairQueue, type QueuedJob } from '#shared/adapters/local/fair-queue.ts';

type Job = QueuedJob<string>;

const job = (pieces: string[], isUrgent = false): Job => ({ pieces, isUrgent });

function drain(queue: ReturnType<typeof fairQueue<string, Job>>): string[] {
  const pieces: string[] = [];
  for (let next = queue.next(); next; next = queue.next()) pieces.push(next.piece);
  return pieces;
}

describe('fairQueue', () => {
  it('takes one piece of each job in turn', () => {
    const queue = fairQueue<string, Job>();
    for (const each of [job(['a1', 'a2', 'a3']), job(['b1']), job(['c1', 'c2'])]) queue.add(each);

    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('takes urgent jobs first, also when they come later', () => {
    const queue = fairQueue<string, Job>();
    queue.add(job(['a1', 'a2', 'a3']));
    expect(queue.next()?.piece).toBe('a1');

    queue.add(job(['q1', 'q2'], true));

    expect(drain(queue)).toEqual(['q1', 'q2', 'a2', 'a3']);
  });

  it('forgets what is left of a job', () => {
    const queue = fairQueue<string, Job>();
    const left = job(['a1', 'a2']);
    queue.add(left);
    queue.add(job(['b1']));
    queue.next();

    queue.remove(left);

    expect(drain(queue)).toEqual(['b1']);
    expect(queue.next()).toBeUndefined();
  });
});
