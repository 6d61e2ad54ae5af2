import { expect, it } from 'vitest';
import { CHUNKERS } from '#shared/domain/chunking-policy.ts';
import { CHUNKING_SETTINGS, DEFAULT_SETTING } from '#shared/domain/chunking-settings.ts';
import { redacted } from '#shared/domain/text.ts';

const words = (text: string) => text.split(/\s+/).length;
const TEXT = redacted('The ship sails at noon with all hands aboard. '.repeat(60).trim());
const PAGE = { number: 1, text: TEXT, blocks: [{ kind: 'paragraph', start: 0, end: TEXT.length }] } as const;

it('offers at least six settings by different names, the default among them', () => {
  const names = CHUNKING_SETTINGS.map(({ name }) => name);

  expect(names.length).toBeGreaterThanOrEqual(6);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain(DEFAULT_SETTING);
});

it('measures every chunker', () => {
  for (const chunker of CHUNKERS) expect(CHUNKING_SETTINGS.some(({ name }) => name.startsWith(chunker))).toBe(true);
});

it.each(CHUNKING_SETTINGS)('cuts a document by $name, and loses none of its words', ({ start }) => {
  const chunks = start(redacted('Sailing'), words).chunkPage(PAGE);

  const found = chunks.map(({ focus, ...chunk }) => focus ?? chunk);
  const read = found.map(({ start: from, end }, at) => TEXT.slice(Math.max(from, found[at - 1]?.end ?? 0), end));
  expect(read.join(' ').replace(/\s+/g, ' ')).toBe(TEXT);
});
