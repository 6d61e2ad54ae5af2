import * as z from 'zod';
import { openStack } from '#infra/local/stack.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { watchSideEffects } from '../doubles/side-effects.ts';
import { servicePorts } from './service-ports.ts';

// A process of its own: hears of every object three times, out of order, takes them in over the AWS adapters, and kills
// itself at the given side effect. It goes on with what such a process left in the same folder and on the servers.
const { home, endpoints, state, killAt, aheadSeconds } = z
  .object({
    home: z.string(),
    endpoints: z.object({ openSearch: z.string(), dynamoDb: z.string(), s3Mock: z.string() }),
    state: z.object({ documentBucket: z.string(), artifactBucket: z.string(), table: z.string() }),
    /** A number of calls of `moment`; none without. */
    killAt: z.int().optional(),
    /** How far its clock is ahead, so that the leases of the process before have ended. */
    aheadSeconds: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const COPIES = 3;
let moments = 0;

function moment(): void {
  if (moments === killAt) process.kill(process.pid, 'SIGKILL');
  moments += 1;
}

const onServices = servicePorts(endpoints, state);
const stack = await openStack({
  settings: LocalSettings.parse({ AFFIDAVIT_HOME: home, AFFIDAVIT_OCR: 'off' }),
  runsIngest: true,
  skipsReconcile: true,
  retryInterval: 0,
  overrides: {
    embedder: hashedWordsEmbedder(),
    finders: [listedEntityFinder({})],
    clock: { ...systemClock, now: () => systemClock.now() + aheadSeconds * 1_000 },
    decorate: (ports) => watchSideEffects(onServices(ports), moment),
  },
});
const random = seededRandom(1);
const keys = await stack.ports.store.list('tenants/');
const events = Array.from({ length: COPIES }, () => keys).flat();
const shuffled = events.map((key) => ({ key, place: random() })).sort((a, b) => a.place - b.place);
for (const { key } of shuffled) await stack.announce(key);
await stack.settled();
await stack.close();
