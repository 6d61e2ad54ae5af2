import { expect, it } from 'vitest';
import { runningInstance, takeInstanceLock } from '#infra/local/instance-lock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('lets one process at a time work on a state folder, and tells the next where the first answers', () => {
  const home = temporaryFolder();
  const first = takeInstanceLock(home);
  if ('heldBy' in first) throw new Error('the folder was free');
  first.announce('http://127.0.0.1:8787');

  expect(takeInstanceLock(home)).toEqual({ heldBy: 'http://127.0.0.1:8787' });
  expect(runningInstance(home)).toBe('http://127.0.0.1:8787');

  first.release();

  expect(runningInstance(home)).toBeUndefined();
});

it('says nothing of an address before there is one', () => {
  const home = temporaryFolder();
  const first = takeInstanceLock(home);

  expect(runningInstance(home)).toBe('');

  if ('release' in first) first.release();
});
