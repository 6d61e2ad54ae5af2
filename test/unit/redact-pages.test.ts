import { describe, expect, it } from 'vitest';
import { redactPages } from '#functions/redact/redact-pages.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { type RawBatch, RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { DocumentRecord, RedactionPolicy } from '#shared/domain/document.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import type { RawText } from '#shared/domain/text.ts';
import { comprehendUse } from '#shared/domain/text-units.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { memorySpending } from '../doubles/memory-spending.ts';
import { MONTH } from '../doubles/paying-callers.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const INPUT = { tenantId: 'acme', documentId: 'a1', versionId: 'v1', attempt: 1, batch: 0 };
const KEYS = artifactKeys(INPUT);
const signal = new AbortController().signal;

const raw = (text: string) => text as RawText;
const BATCH: RawBatch = {
  pages: [{ number: 1, text: raw('Ana Ruiz, 123-45-6789'), blocks: [{ kind: 'paragraph', start: 0, end: 21 }] }],
  before: raw(''),
  after: raw(''),
  title: raw('Pay of Ana Ruiz'),
  name: raw('ana-ruiz.txt'),
  paged: false,
  language: 'en',
};

/** As much of a ledger as the step reads: the row of one document, or none. */
function ledgerWith(document: DocumentRecord | undefined): Ledger {
  const ledger: Pick<Ledger, 'document'> = { document: async () => document };
  return ledger as Ledger; // The step calls nothing else.
}

async function ports(
  policy: RedactionPolicy,
  language: string,
  finder: EntityFinder = listedEntityFinder({ 'Ana Ruiz': 'PERSON' }),
) {
  const artifacts = memoryArtifactStore();
  await artifacts.write(KEYS.rawBatch(0), { ...BATCH, language });
  const keys = derivedKeys(new Uint8Array(32).fill(7));
  return {
    artifacts,
    ...{ spending: memorySpending(), metrics: recordedMetrics() },
    ledger: ledgerWith(documentRecord({ policy })),
    redactor: createRedactor({ finders: [finder], patterns: patternEntityFinder(), keys }),
  };
}

describe('redactPages of the step', () => {
  it('leaves redacted pages, title and name for the next step', async () => {
    const given = await ports('strict', 'en');

    expect(await redactPages(INPUT, given, signal)).toEqual(INPUT);

    const redacted = await given.artifacts.read(KEYS.redactedBatch(0), RedactedBatchSchema);
    expect(redacted).toMatchObject({ language: 'en', paged: false, counts: { PERSON: 3, SSN: 1 } });
    expect(JSON.stringify(redacted)).not.toMatch(/ana|ruiz|6789/i);
  });

  it('shows the name when the detector finds nothing: the detector is the defence', async () => {
    const given = await ports('strict', 'en', listedEntityFinder({}));

    await redactPages(INPUT, given, signal);

    expect(JSON.stringify(await given.artifacts.read(KEYS.redactedBatch(0), RedactedBatchSchema))).toContain(
      'Ana Ruiz',
    );
  });

  it('holds a language without a name detector, and writes nothing', async () => {
    const given = await ports('strict', 'fi');

    await expect(redactPages(INPUT, given, signal)).rejects.toMatchObject({
      name: 'LanguageUnsupported',
      details: { language: 'fi' },
    });
    expect(given.artifacts.keys()).not.toContain(KEYS.redactedBatch(0));
  });

  it.each([
    ['identifiers', 'fi'],
    ['strict', 'und'],
    ['identifiers', 'und'],
  ] as const)('passes under %s a text of the language %s', async (policy, language) => {
    await expect(redactPages(INPUT, await ports(policy, language), signal)).resolves.toEqual(INPUT);
  });

  it('holds the document when a detector is down, and writes nothing', async () => {
    const down: EntityFinder = { languages: ['en'], find: () => Promise.reject(new Error('down')) };
    const given = await ports('strict', 'en', down);

    await expect(redactPages(INPUT, given, signal)).rejects.toMatchObject({ name: 'DetectorUnavailable' });
    expect(given.artifacts.keys()).not.toContain(KEYS.redactedBatch(0));
  });

  describe('by a detector that is paid', () => {
    const paid: EntityFinder = {
      ...listedEntityFinder({ 'Ana Ruiz': 'PERSON' }),
      usesFor: (text) => [comprehendUse([text])],
    };

    it('books it on the tenant, and leaves what it took for the document’s row', async () => {
      const given = await ports('strict', 'en', paid);

      await redactPages(INPUT, given, signal);

      const { uses } = await given.artifacts.read(KEYS.redactedBatch(0), RedactedBatchSchema);
      // Pages, title and name are a request each, and each is billed for 300 characters at least.
      expect(uses).toEqual([{ model: 'comprehend-pii', calls: 9, inputTokens: 0, outputTokens: 0 }]);
      expect(await given.spending.account('acme', MONTH)).toMatchObject({ spent: nanodollars(0.0009), reserved: 0 });
    });

    it('is not asked by a tenant who has nothing left, and nothing is written', async () => {
      const given = await ports('strict', 'en', paid);
      await given.spending.setBudget('acme', 0);

      await expect(redactPages(INPUT, given, signal)).rejects.toMatchObject({ name: 'BudgetExhausted' });
      expect(given.artifacts.keys()).not.toContain(KEYS.redactedBatch(0));
    });

    it('is not asked under the policy that keeps names', async () => {
      const given = await ports('identifiers', 'en', paid);

      await redactPages(INPUT, given, signal);

      expect((await given.artifacts.read(KEYS.redactedBatch(0), RedactedBatchSchema)).uses).toBeUndefined();
    });
  });

  it('gives up a document that is gone', async () => {
    const given = { ...(await ports('strict', 'en')), ledger: ledgerWith(undefined) };

    await expect(redactPages(INPUT, given, signal)).rejects.toMatchObject({ name: 'Superseded' });
  });
});
