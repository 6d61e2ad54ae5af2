import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { NO_FAULTS } from '#infra/local/simulation/fault-plan.ts';
import type { Operation, Scenario } from '#infra/local/simulation/scenario.ts';
import type { Simulator } from '#infra/local/simulation/simulator.ts';
import { DEFENCES_OFF } from '../doubles/defences-off.ts';
import { testSimulator } from '../doubles/test-simulator.ts';
import { busyDomain } from './busy-domain.ts';
import { describeServices } from './describe-services.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { emptyServiceState, servicePorts } from './service-ports.ts';

/** Within a turn of the simulated time nothing may wait for time to pass. */
const pause = async () => {};

const OPERATIONS: readonly Operation[] = [
  { at: 0, key: 'a.txt', kind: 'put', content: 0 },
  { at: 1_000, key: 'b.txt', kind: 'put', content: 1, access: 'group:left' },
  { at: 2_000, key: 'a.txt/c.txt', kind: 'put', content: 2 },
  { at: 20_000, key: 'a.txt', kind: 'put', content: 2, access: 'group:right' },
  { at: 40_000, key: 'a.txt', kind: 'put', content: 0 },
  { at: 60_000, key: 'b.txt', kind: 'erase' },
  { at: 80_000, key: 'a.txt/c.txt', kind: 'mark' },
  { at: 100_000, key: 'a.txt/c.txt', kind: 'revive' },
];

const CALM: Scenario = {
  operations: OPERATIONS,
  delivery: { dropped: 0, copies: 1, delay: 0 },
  faults: NO_FAULTS,
  looksAtStart: true,
  admitters: 1,
  searches: 0.02,
};

describeServices(['s3Mock', 'dynamoDb', 'openSearch'], (endpoints) => {
  let simulation: Simulator;
  beforeAll(async () => {
    simulation = await testSimulator();
  });
  afterAll(() => simulation.close());

  /** The same functions, orders and faults as in the simulation of one machine, over the AWS adapters. */
  const play = async (
    scenario: Scenario,
    { openSearch = endpoints.openSearch, decorate = (ports: LocalPorts) => ports } = {},
  ) => {
    const onServices = servicePorts({ ...endpoints, openSearch }, await emptyServiceState(endpoints), { pause });
    return simulation.run(1, { scenario, onServices, decorate });
  };

  it('duplicated and shuffled events: ends as the store has it, each change processed once', async () => {
    const result = await play({ ...CALM, delivery: { dropped: 0, copies: 5, delay: 60_000 } });

    expect(result.faults).toEqual([]);
    expect(result.executions).toBeGreaterThan(0);
    expect(result.executions).toBeLessThanOrEqual(OPERATIONS.length);
  });

  it('crash and redelivery: a process that dies six times leaves what the store has', async () => {
    const moments = [20, 60, 110, 170, 230, 300];
    const crashes = moments.map(
      (call, at) => ({ call, moment: at % 2 === 0 ? 'crash-after' : 'crash-before' }) as const,
    );

    const result = await play({
      ...CALM,
      delivery: { ...CALM.delivery, copies: 2 },
      faults: { ...NO_FAULTS, crashes },
    });

    expect(result.faults).toEqual([]);
    expect(result.crashes).toBe(moments.length);
  });

  it('failing services: errors before and after the effect, calls made twice, outages', async () => {
    const rates = { errors: 0.03, twice: 0.05, throttled: 0.2, delays: 0.02, longestDelay: 10_000 };
    const outages = [
      { port: 'ledger', from: 60, to: 75 },
      { port: 'index', from: 120, to: 140 },
    ];

    const result = await play({ ...CALM, faults: { rates, outages, crashes: [] } });

    expect(result.faults).toEqual([]);
  });

  it('bulk partial failure: chunks that the index refuses for a while are all there in the end, once', async () => {
    const { handle, counts } = busyDomain({ busy: 0.3, limit: 40_000 });
    const proxy = await startFaultProxy(endpoints.openSearch, handle);

    const result = await play(CALM, { openSearch: proxy.endpoint });
    await proxy.stop();

    expect(result.faults).toEqual([]);
    expect(counts.refusedItems).toBeGreaterThan(0);
  });

  it('slots: with one slot for all, documents are processed one at a time and all of them', async () => {
    let running = 0;
    const most: number[] = [];
    const decorate = (ports: LocalPorts): LocalPorts => ({
      ...ports,
      slotLimits: { total: 1, perTenant: 1 },
      slots: {
        ...ports.slots,
        claim: async (...parameters) => {
          const claimed = await ports.slots.claim(...parameters);
          running = (await ports.slots.held()).length;
          most.push(running);
          return claimed;
        },
      },
    });

    const result = await play({ ...CALM, operations: OPERATIONS.slice(0, 4) }, { decorate });

    expect(result.faults).toEqual([]);
    expect(Math.max(...most)).toBe(1);
  });

  it('dropped events: what no event told of is found by the reconciler', async () => {
    const result = await play({ ...CALM, delivery: { ...CALM.delivery, dropped: 1 } });

    expect(result.faults).toEqual([]);
  });

  it('is missed when it is off: without the reconciler, what no event told of stays undone', async () => {
    const off = DEFENCES_OFF.find(({ defence }) => defence === 'reconciler');

    const result = await play({ ...CALM, delivery: { ...CALM.delivery, dropped: 1 } }, { ...off });

    expect(result.faults).not.toEqual([]);
  });
});
