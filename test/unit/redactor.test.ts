import { describe, expect, it } from 'vitest';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import type { RawBatch } from '#shared/contracts/artifacts.ts';
import type { RawText } from '#shared/domain/text.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';

const keys = derivedKeys(new Uint8Array(32).fill(7));
const NAMES = listedEntityFinder({ 'Ana Ruiz': 'PERSON', 'Thomas Okafor': 'PERSON' });
const nothing: EntityFinder = { languages: ['en'], find: async () => [] };
const broken: EntityFinder = {
  languages: ['en'],
  find: () => Promise.reject(new TypeError('a defect')),
};

const redactor = createRedactor({ finders: [NAMES], patterns: patternEntityFinder(), keys });
const raw = (text: string) => text as RawText;
const code = (kind: string, ...values: string[]) =>
  `[${kind}:${values.map((value) => keys.pseudonym('acme', kind, value)).join('.')}]`;
const ANA = code('PERSON', 'ana', 'ruiz');

function batch(texts: readonly string[], changes: Partial<RawBatch> = {}): RawBatch {
  return {
    pages: texts.map((text, at) => ({
      number: at + 1,
      text: raw(text),
      blocks: [{ kind: 'paragraph' as const, start: 0, end: text.length }],
    })),
    before: raw(''),
    after: raw(''),
    title: raw(''),
    name: raw(''),
    paged: true,
    language: 'en',
    ...changes,
  };
}

const textsOf = async (input: RawBatch, policy: 'strict' | 'identifiers' = 'strict', by = redactor) =>
  (await by.redactPages('acme', policy, input)).pages.map((page) => page.text);

describe('redactPages', () => {
  const page = 'Ana Ruiz (ana@example.org) paid by 4111 1111 1111 1111.';

  it('replaces names and identifiers, and counts them', async () => {
    const redacted = await redactor.redactPages('acme', 'strict', batch([page]));

    const text = `${ANA} (${code('EMAIL', 'ana@example.org')}) paid by ${code('CARD', '4111111111111111')}.`;
    expect(redacted.pages).toEqual([{ number: 1, text, blocks: [{ kind: 'paragraph', start: 0, end: text.length }] }]);
    expect(redacted.counts).toEqual({ PERSON: 1, EMAIL: 1, CARD: 1 });
  });

  it('keeps names under the policy that keeps them', async () => {
    expect(await textsOf(batch([page]), 'identifiers')).toEqual([expect.stringMatching(/^Ana Ruiz \(\[EMAIL:/)]);
  });

  it('would let names pass without a name detector, and identifiers without patterns: nothing else stops them', async () => {
    const without = createRedactor({ finders: [nothing], patterns: nothing, keys });

    expect(await textsOf(batch([page]), 'strict', without)).toEqual([page]);
  });

  it('sees a value across a page break, and shows no part of it on either page', async () => {
    const [first = '', second = ''] = await textsOf(batch(['by card 4111 1111', '1111 1111 today']));

    const card = code('CARD', '4111111111111111');
    expect([first, second]).toEqual([`by card ${card}`, `${card} today`]);
  });

  it('sees a value that reaches into the neighbouring batches', async () => {
    const input = batch(['1111 1111 due to ana@'], { before: raw('card 4111 1111'), after: raw('example.org now') });

    expect(await textsOf(input)).toEqual([
      `${code('CARD', '4111111111111111')} due to ${code('EMAIL', 'ana@example.org')}`,
    ]);
  });

  it('finds a name again by one of its words, on another page and in the title', async () => {
    const input = batch(['Agreement with Thomas Okafor.', 'OKAFOR shall pay.'], { title: raw('Pay of Mr Okafor') });

    const redacted = await redactor.redactPages('acme', 'strict', input);

    const okafor = code('PERSON', 'okafor');
    expect(redacted.pages[1]?.text).toBe(`${okafor} shall pay.`);
    expect(redacted.title).toBe(`Pay of ${okafor}`);
  });

  it.each([
    ['ana-ruiz_offer.final.pdf', `${ANA}_offer.final.pdf`],
    ['offer_Okafor.docx', `offer_${code('PERSON', 'okafor')}.docx`],
    ['ana.ruiz@example.org.eml', `${code('EMAIL', 'ana.ruiz@example.org')}.eml`],
    ['report-2024.pdf', 'report-2024.pdf'],
  ])('redacts the name of a file: %s', async (name, redactedName) => {
    const input = batch(['Ana Ruiz and Thomas Okafor signed.'], { name: raw(name) });

    expect((await redactor.redactPages('acme', 'strict', input)).name).toBe(redactedName);
  });

  it('disarms a placeholder that a document forges', async () => {
    expect(await textsOf(batch([`Paid by ${ANA}.`]))).toEqual([`Paid by ${ANA.replace('[', '(')}.`]);
  });

  it('gives another tenant other placeholders', async () => {
    const [acme] = await textsOf(batch([page]));
    const globex = await redactor.redactPages('globex', 'strict', batch([page]));

    expect(globex.pages[0]?.text).not.toBe(acme);
  });

  it.each(['strict', 'identifiers'] as const)(
    'fails rather than pass under %s what a detector did not look at',
    async (policy) => {
      const failing = createRedactor({ finders: [broken], patterns: broken, keys });

      await expect(failing.redactPages('acme', policy, batch([page]))).rejects.toMatchObject({
        name: 'DetectorUnavailable',
      });
      await expect(failing.redactQuestion('acme', policy, raw(page))).rejects.toMatchObject({
        name: 'DetectorUnavailable',
      });
    },
  );

  it('stops when the signal is aborted', async () => {
    await expect(redactor.redactPages('acme', 'strict', batch([page]), AbortSignal.abort())).rejects.toThrow();
  });
});

describe('redactQuestion', () => {
  it('gives the same placeholders as the documents', async () => {
    expect(await redactor.redactQuestion('acme', 'strict', raw('What did Ana Ruiz sign?'))).toBe(
      `What did ${ANA} sign?`,
    );
    expect(await redactor.redactQuestion('acme', 'identifiers', raw('What did Ana Ruiz sign?'))).toBe(
      'What did Ana Ruiz sign?',
    );
  });

  it('keeps a placeholder that its asker read in an answer', async () => {
    expect(await redactor.redactQuestion('acme', 'strict', raw(`What did ${ANA} sign?`))).toBe(`What did ${ANA} sign?`);
  });

  it('offers the capitalised words as possible names', () => {
    const ruiz = code('PERSON', 'ruiz');

    expect(redactor.possibleNames('acme', raw(`how much does Ruiz, not ${ANA}, earn?`))).toEqual([ruiz]);
  });
});

it('knows the languages of its name detectors, each once', () => {
  const finders = [listedEntityFinder({}, ['en', 'es']), listedEntityFinder({}, ['es', 'fi'])];

  expect(createRedactor({ finders, patterns: nothing, keys }).languages).toEqual(['en', 'es', 'fi']);
});
