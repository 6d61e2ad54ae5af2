import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_FAULTS } from '#infra/local/simulation/fault-plan.ts';
import type { Operation, Scenario } from '#infra/local/simulation/scenario.ts';
import type { Simulator } from '#infra/local/simulation/simulator.ts';
import { testSimulator } from '../doubles/test-simulator.ts';
import { describeServices } from './describe-services.ts';
import { emptyServiceState, servicePorts } from './service-ports.ts';

/** Within a turn of the simulated time nothing may wait for time to pass. */
const pause = async () => {};

const OPERATIONS: readonly Operation[] = [
  { at: 0, key: 'a.txt', kind: 'put', content: 0 },
  { at: 1_000, key: 'b.txt', kind: 'put', content: 1, access: 'group:left' },
  { at: 2_000, key: 'a.txt/c.txt', kind: 'put', content: 2 },
  { at: 30_000, key: 'a.txt', kind: 'put', content: 2, access: 'group:right' },
  { at: 60_000, key: 'a.txt', kind: 'put', content: 0 },
  { at: 600_000, key: 'b.txt', kind: 'erase' },
  { at: 900_000, key: 'a.txt/c.txt', kind: 'mark' },
  { at: 1_200_000, key: 'a.txt/c.txt', kind: 'revive' },
];

const CALM: Scenario = {
  operations: OPERATIONS,
  delivery: { dropped: 0, copies: 1, delay: 0 },
  faults: NO_FAULTS,
  looksAtStart: true,
  admitters: 3,
  searches: 0.2,
};

describeServices(['s3Mock', 'dynamoDb', 'openSearch'], (endpoints) => {
  let simulation: Simulator;
  beforeAll(async () => {
    simulation = await testSimulator();
  });
  afterAll(() => simulation.close());

  /** The same functions, orders and faults as in the simulation of one machine, over the AWS adapters. */
  const play = async (scenario: Scenario, seed = 1) => {
    const onServices = servicePorts(endpoints, await emptyServiceState(endpoints), { pause });
    return simulation.run(seed, { scenario, onServices });
  };

  it('every event ten times and out of order ends as the store has it, each change processed once', async () => {
    const result = await play({ ...CALM, delivery: { dropped: 0, copies: 10, delay: 120_000 } });

    expect(result.faults).toEqual([]);
    expect(result.executions).toBeLessThanOrEqual(OPERATIONS.length);
  });
});
