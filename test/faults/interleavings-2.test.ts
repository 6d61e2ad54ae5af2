import { it } from 'vitest';
import { expectInterleavings } from './interleavings.ts';

it('ends interleavings of changes, crashes and faults as the store has it', async (test) => {
  await expectInterleavings(test, 5001, 10000);
});
