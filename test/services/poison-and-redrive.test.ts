import { expect, it } from 'vitest';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { ingestWithNeighbours, NEIGHBOURS, poisonedAtEachStep, THROWN } from '../doubles/poisoned-ingest.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { throttledScenario } from '../local/redrive-scenario.ts';
import { describeServices } from './describe-services.ts';
import { emptyServiceState, servicePorts } from './service-ports.ts';

/** Tries after which a document has to have ended. Source: the ingest machine's retriers, three tries of what may heal. */
const MOST_TRIES = 3;

/** Documents that are rejected and sent again; `npm run test:faults` has 500, on the embedded adapters. */
const REJECTED = 20;

/** Executions at once: so few that a server on busy processors still answers each call in time. */
const FEW_SLOTS = { total: 4, perTenant: 4 };

/** Milliseconds for a test: many times what it takes, for the servers and the product share two processors with others. */
const PATIENCE = { timeout: 600_000 };

describeServices(['s3Mock', 'dynamoDb', 'openSearch'], (endpoints) => {
  it(
    'poison: at whichever step a part throws, the document ends by name after few tries, its neighbours published',
    PATIENCE,
    async () => {
      const onServices = servicePorts(endpoints, await emptyServiceState(endpoints));
      const { overrides, tries } = poisonedAtEachStep('throws', onServices);
      const texts = Object.keys(THROWN);

      const { outcomes, neighbours } = await ingestWithNeighbours(texts, { overrides });

      expect(outcomes).toEqual(THROWN);
      expect(neighbours).toEqual(NEIGHBOURS.map(() => ['published', undefined, undefined]));
      for (const text of texts) {
        expect(tries[text]?.(), text).toBeGreaterThan(0);
        expect(tries[text]?.(), text).toBeLessThanOrEqual(MOST_TRIES);
      }
    },
  );

  it(
    'redrive: two at once end every document that was rejected, each sent once and with one effect',
    PATIENCE,
    async () => {
      const onServices = servicePorts(endpoints, await emptyServiceState(endpoints));
      const decorate = (ports: LocalPorts) => ({ ...onServices(ports), slotLimits: FEW_SLOTS });

      const redriven = await throttledScenario(temporaryFolder(), REJECTED, { decorate });

      const { rejected, redrives, records, executions, chunks } = redriven;
      expect(rejected).toEqual(Array(REJECTED).fill('ModelThrottled'));
      expect(redrives.reduce((total, { sent }) => total + sent, 0)).toBe(REJECTED);
      expect(redrives.every(({ matched, sent, skipped }) => matched === sent + skipped)).toBe(true);
      expect(records.every(({ status, live }) => status === 'published' && live?.attempt === 2)).toBe(true);
      expect(new Set(records.map(({ attempt }) => attempt))).toEqual(new Set([2]));
      expect(new Set(executions)).toEqual(new Set([2]));
      expect(new Set(chunks)).toEqual(new Set([1]));
    },
  );
});
