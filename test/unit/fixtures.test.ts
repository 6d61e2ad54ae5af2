import { globSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import cardValidator from 'card-validator';
import { isValidIBAN } from 'ibantools';
import { isValidPhoneNumber } from 'libphonenumber-js';
import { stemmer } from 'stemmer';
import { describe, expect, it } from 'vitest';
import { BINARY_DOCUMENTS, readSource, renderBinary } from '../fixtures/generation/binary-documents.ts';
import type { Part } from '../fixtures/generation/parse-source.ts';
import { COLLECTIONS, OUTCOMES, PLANTED, QUESTIONS, TENANTS_FOLDER } from '../fixtures/samples.ts';

/** What decides whether a value of a kind is well-formed; names and addresses have no such rule. */
const VALIDATORS: Readonly<Record<string, (value: string) => boolean>> = {
  CARD: (value) => cardValidator.number(value).isValid,
  IBAN: (value) => isValidIBAN(value.replaceAll(' ', '')),
  PHONE: (value) => isValidPhoneNumber(value, 'GB'),
  IP: (value) => isIP(value) === 4,
  EMAIL: (value) => /^[a-z.]+@[a-z-]+\.example$/.test(value),
  // Area, group and serial that were never issued are invalid: SSA, "Structure of the number".
  SSN: (value) => /^(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}$/.test(value),
};
/** Words that carry no content of their own, for English questions. */
const FUNCTION_WORDS = new Set(
  `a an and after as at be before by can could do does following for from how i if in is it many may me much must my next
  of on or over soon than that the them then there they to up was were what when where which who with within has have
  had other others are into no not`
    .split(/\s+/)
    .filter(Boolean),
);

describe('sample documents', () => {
  it('are those whose outcome is listed, and no other', () => {
    const files = globSync('*/*/**', { cwd: fileURLToPath(TENANTS_FOLDER), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath.slice(fileURLToPath(TENANTS_FOLDER).length)}/${name}`);

    expect(new Set(OUTCOMES.map(({ document }) => document))).toEqual(new Set(files));
  });

  it('stand in collections that have an access rule', () => {
    const declared = COLLECTIONS.map(({ tenantId, collection }) => `${tenantId}/${collection}`);

    expect(new Set(OUTCOMES.map(({ document }) => document.split('/', 2).join('/')))).toEqual(new Set(declared));
  });

  it('come in every type that is read, and with every outcome that a user meets', () => {
    const published = OUTCOMES.filter(({ status }) => status === 'published');

    expect(new Set(published.map(({ mediaType }) => mediaType)).size).toBe(8);
    expect(OUTCOMES.flatMap(({ failure }) => failure ?? []).toSorted()).toEqual([
      'DocumentEmpty',
      'DocumentEncrypted',
      'LanguageUnsupported',
    ]);
  });

  it.each(BINARY_DOCUMENTS.filter(({ path }) => !path.endsWith('-scan.pdf')))(
    '$path is what the script makes of its source',
    async (document) => {
      const bytes = await renderBinary(document);

      expect(Buffer.from(bytes).equals(readFileSync(new URL(document.path, TENANTS_FOLDER)))).toBe(true);
    },
  );
});

describe('planted personal data', () => {
  it.each(Object.keys(VALIDATORS))('of kind %s is well-formed, with a checksum that holds', (kind) => {
    const planted = PLANTED.filter((datum) => datum.kind === kind);

    expect(planted).not.toEqual([]);
    expect(planted.filter(({ value }) => VALIDATORS[kind]?.(value) !== true)).toEqual([]);
  });

  it('stands where it is said to stand', () => {
    const missing = PLANTED.filter(({ value, document, place }) => !held(document, place).includes(value));

    expect(missing).toEqual([]);
  });

  it('hides in running text, tables, titles, headers and names of files', () => {
    expect(new Set(PLANTED.map(({ place }) => place)).size).toBe(5);
  });
});

describe('sample questions', () => {
  it('are twenty to answer, ten without an answer and five for others only', () => {
    const counts = Object.groupBy(QUESTIONS, ({ kind }) => kind);

    expect(Object.fromEntries(Object.entries(counts).map(([kind, list]) => [kind, list.length]))).toEqual({
      answerable: 10,
      paraphrase: 5,
      table: 3,
      name: 2,
      unanswerable: 10,
      forbidden: 5,
    });
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
  });

  it('expect a passage that stands in a published document and holds nothing personal', () => {
    const expected = QUESTIONS.flatMap((question) => question.expected ?? []);
    const published = new Set(OUTCOMES.filter(({ status }) => status === 'published').map(({ document }) => document));

    expect(expected).toHaveLength(25);
    for (const { document, passage } of expected) {
      expect(published).toContain(document);
      expect(passage.split(/\s+/).length).toBeGreaterThanOrEqual(5);
      expect(passage.split(' | ').filter((part) => !held(document, 'text').includes(part))).toEqual([]);
      expect(PLANTED.filter(({ value }) => passage.includes(value))).toEqual([]);
    }
  });

  it('are asked by somebody who may read the passage, or are forbidden to that person alone', () => {
    for (const { kind, asker, permitted, expected } of QUESTIONS) {
      if (!expected) continue;

      expect(mayRead(asker, expected.document)).toBe(kind !== 'forbidden');
      expect(permitted !== undefined && mayRead(permitted, expected.document)).toBe(kind === 'forbidden');
    }
  });

  it('share no word of content with the passage when they paraphrase it', () => {
    const shared = QUESTIONS.filter(({ kind }) => kind === 'paraphrase').flatMap(({ question, expected }) => {
      const passage = stems(expected?.passage ?? '');
      return stems(question).filter((stem) => passage.includes(stem));
    });

    expect(shared).toEqual([]);
  });
});

/** The text in which a datum stands: a file's own, or for binary files that of their source. */
function held(document: string, place: string): string {
  if (place === 'file-name') return document;
  const binary = BINARY_DOCUMENTS.find(({ path }) => path === document);
  if (!binary) return readFileSync(new URL(document, TENANTS_FOLDER), 'utf8');
  const { title, parts } = readSource(binary.source);
  return place === 'title' ? title : parts.map(partText).join('\n');
}

function partText(part: Part): string {
  return part.kind === 'table' ? part.rows.flat().join('\n') : part.text;
}

function mayRead(who: { readonly tenant: string; readonly groups: readonly string[] }, document: string): boolean {
  const [tenant, collection] = document.split('/');
  const rule = COLLECTIONS.find((candidate) => candidate.tenantId === tenant && candidate.collection === collection);
  const principals = ['everyone-in-tenant', ...who.groups.map((group) => `group:${group}`)];
  return who.tenant === tenant && principals.some((principal) => rule?.access.includes(principal) === true);
}

function stems(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.filter((word) => !FUNCTION_WORDS.has(word)).map((word) => stemmer(word));
}
