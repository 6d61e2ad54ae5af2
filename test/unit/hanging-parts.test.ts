import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { CIRCUITS } from '#shared/domain/circuit.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Spending } from '#shared/ports/spending.ts';
import { guardedEntityFinder } from '#shared/runtime/guarded-entity-finder.ts';
import { guardedGuardrail } from '#shared/runtime/guarded-guardrail.ts';
import { limitedStores } from '#shared/runtime/limited-stores.ts';
import { type LimitedPart, QUESTION_LIMITS } from '#shared/runtime/question-limits.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { inVirtualTime } from '../doubles/in-virtual-time.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { costing } from '../doubles/paying-callers.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const hangs = () => new Promise<never>(() => {});

type Ports = Omit<Awaited<ReturnType<typeof questionApi>>['ports'], 'clock'> & { readonly clock: Clock };
type Changes = Partial<Parameters<typeof createHandler>[0]>;

/** What becomes of a question, and after how many milliseconds of virtual time; one that nobody ends `hangs`. */
async function asked(changed: (ports: Ports) => Changes) {
  const { ports } = await questionApi();
  const clock = virtualClock();
  const timed = { ...ports, clock };
  const handler = createHandler({ ...timed, ...changed(timed) });
  const startedAt = clock.now();
  const asking = call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } });
  const told = asking.then((response) => {
    const { type = 'answered' } = response.json();
    return { told: `${response.status} ${type.split(':').at(-1)}`, after: clock.now() - startedAt };
  });
  return inVirtualTime(clock, told);
}

/** Where every answer costs money, and some calls of the ledger never come back. */
function withLedger(ports: Ports, ledger: Partial<Ledger>, spending: Partial<Spending> = {}): Changes {
  const stores = { ...ports, ledger: { ...ports.ledger, ...ledger }, spending: { ...ports.spending, ...spending } };
  const reranker = {
    ...{ modelId: costing(1).model, maxPassages: 10 },
    rerank: async ({ passages }: { readonly passages: readonly unknown[] }) => ({
      ...{ scores: passages.map(() => 1), uses: [costing(1)] },
    }),
  };
  return { ...limitedStores(stores, ports), reranker };
}

type Case = [part: LimitedPart, told: string, call: string, changed: (ports: Ports) => Changes];

const CASES: readonly Case[] = [
  [
    ...(['guardrail', '503 DependencyUnavailable', 'judge'] as const),
    (ports) => ({ guardrail: guardedGuardrail({ judge: hangs }, ports).guardrail }),
  ],
  [
    ...(['detector', '503 DetectorUnavailable', 'find'] as const),
    (ports) => {
      const { finder } = guardedEntityFinder({ languages: ['en'], find: hangs }, ports);
      return { redactor: createRedactor({ ...ports, finders: [finder], patterns: listedEntityFinder({}) }) };
    },
  ],
  ...(['collections', 'documents', 'writeReceipt'] as const).map(
    (name): Case => ['ledger', '503 DependencyUnavailable', name, (ports) => withLedger(ports, { [name]: hangs })],
  ),
  [
    ...(['pages', '503 DependencyUnavailable', 'read'] as const),
    (ports) => limitedStores({ ...ports, artifacts: { ...ports.artifacts, read: hangs } }, ports),
  ],
];

describe('a question, while a part hangs,', () => {
  it.each<Case>(CASES)('the %s, hears %s once the time of one call (%s) is up', async (part, told, _call, changed) => {
    const end = await asked(changed);

    expect(end).toEqual({ told, after: QUESTION_LIMITS[part] });
  });

  it.each(['reserve', 'settle'] as const)(
    'the ledger in %s, is answered in fused order, for a budget that cannot be read is not passed',
    async (name) => {
      const end = await asked((ports) => withLedger(ports, {}, { [name]: hangs }));

      expect(end).toEqual({ told: '200 answered', after: QUESTION_LIMITS.ledger });
    },
  );
});

it.each(['receipt', 'writeFeedback'] as const)(
  'a receipt or a word on it is not waited for once the ledger hangs in %s',
  async (name) => {
    const { ports } = await questionApi();
    const clock = virtualClock();
    const { ledger } = limitedStores({ ...ports, ledger: { ...ports.ledger, [name]: hangs } }, { clock });
    const feedback = {
      tenantId: 'acme',
      answerId: 'a',
      user: 'ana',
      verdict: 'helpful',
      answeredAt: '',
      at: '',
    } as const;
    const calls = { receipt: () => ledger.receipt('acme', 'a'), writeFeedback: () => ledger.writeFeedback(feedback) };

    const failed = expect(calls[name]()).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    await clock.run();

    await failed;
  },
);

it('every part that has a circuit or a limit stands with its seconds in the docs', () => {
  const page = readFileSync('docs/reliability.md', 'utf8');
  const rows = [...page.matchAll(/^\| .* \| `([\w, `-]+)` \| (\d+) s \|/gm)].flatMap(([, names = '', seconds]) =>
    names.split(/`?, `?/).map((name) => [name, Number(seconds) * 1_000] as const),
  );

  expect(Object.fromEntries(rows)).toEqual(QUESTION_LIMITS);
  expect(Object.keys(QUESTION_LIMITS)).toEqual(expect.arrayContaining(Object.keys(CIRCUITS)));
});

it.each([
  ['query', ['guardedGuardrail(', 'guardedEntityFinder(comprehend', 'limitedStores(', 'limitedCheck(guardrail']],
  ['redact', ['limitedEntityFinder(comprehend']],
] as const)('the function %s asks services through what limits them', (name, guards) => {
  const entry = readFileSync(`functions/${name}/index.ts`, 'utf8');

  for (const guard of guards) expect(entry).toContain(guard);
});
