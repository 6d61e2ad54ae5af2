import { expect, it } from 'vitest';
import { keepsGoals, redactionLines, verifyRedaction } from '#infra/local/redaction/verify-redaction.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import { planReplacements, type Replacement } from '#shared/domain/redaction.ts';
import type { RawText } from '#shared/domain/text.ts';

const ASKING = { each: 12, seed: 3, now: () => 0 };
const finder = patternEntityFinder();
const plan = async (text: RawText) =>
  planReplacements(text, await finder.find(text), 'identifiers', (_kind, value) => value.slice(0, 4));

it('finds what was planted, plain and disguised, and little else', async () => {
  const report = await verifyRedaction({ ...ASKING, plan });

  expect(keepsGoals(report)).toBe(true);
  expect(report.cases).toBeGreaterThan(400);
  expect(new Set(report.forms.map(({ form }) => form)).size).toBe(8);
});

it('plants the same values for the same seed, and others for another', async () => {
  const textsOf = async (seed: number) => {
    const texts: string[] = [];
    const keep = async (text: RawText) => {
      texts.push(text);
      return [];
    };
    await verifyRedaction({ ...ASKING, each: 1, seed, plan: keep });
    return texts;
  };

  expect(await textsOf(1)).toEqual(await textsOf(1));
  expect(await textsOf(1)).not.toEqual(await textsOf(2));
});

it.each<[string, (text: RawText) => Promise<Replacement[]>]>([
  ['one that finds nothing', async () => []],
  ['one that finds only what is plain', async (text) => (/^[\x20-\x7e\n]*$/.test(text) ? plan(text) : [])],
  [
    'one that also takes each date',
    async (text) => [
      ...Array.from(text.matchAll(/\d{2}\/\d{2}\/\d{4}|\d{4}-\d{2}-\d{2}/g), ({ 0: match, index }) => ({
        ...({ kind: 'ID', start: index, end: index + match.length, placeholder: '[ID:x]' } as const),
      })),
      ...(await plan(text)),
    ],
  ],
])('fails %s', async (_what, broken) => {
  expect(keepsGoals(await verifyRedaction({ ...ASKING, plan: broken }))).toBe(false);
});

it('says for people what was looked at, what was found and what was promised', async () => {
  const lines = redactionLines(await verifyRedaction({ ...ASKING, each: 1, plan }));

  expect(lines[1]).toMatch(/^plain\.recall +1\.000 {2}\[0\.\d{3}, 1\.000\] {2}of 7, goal 0\.99$/);
});
