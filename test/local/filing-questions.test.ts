import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isFilingFolder, readFilingCorpus } from '#infra/local/evaluation/filing-questions.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const HEADER = 'Question,Source Docs,Question Type,Source Chunk Type,Answer\n';

function folderOf(rows: string, filings: Readonly<Record<string, string>>): string {
  const folder = path.join(temporaryFolder(), 'v1');
  mkdirSync(path.join(folder, 'docs'), { recursive: true });
  writeFileSync(path.join(folder, 'qna_data.csv'), HEADER + rows);
  for (const [name, pages] of Object.entries(filings)) writeFileSync(path.join(folder, 'docs', name), pages);
  return folder;
}

/** Pages stand between form feeds: how a PDF is read is tested elsewhere. */
const EXTRACTION = {
  types: { detect: async () => 'application/pdf' as const },
  extractor: {
    extract: async (bytes: Uint8Array) => {
      const pages = new TextDecoder().decode(bytes).split('\f');
      return {
        ...{ title: unredacted(''), paged: true },
        pages: pages.map((text, at) => ({ number: at + 1, text: unredacted(text), blocks: [] })),
      };
    },
  },
};

const FILINGS = {
  '2022 Q3 ACME.pdf': 'cover\fnet sales of 82,959 million\fnotes',
  '2023 Q1 ACME.pdf': 'cover\fnotes\fnet sales 117,154 and 82,959',
  '2023 Q1 OTHER.pdf': 'net sales 82,959',
};

it('labels the pages of the named filings that hold the figures of the answer, and asks the company alone', async () => {
  const rows =
    'How were sales?,*ACME*,Multi-Doc RAG,Table,"They were $82,959 million, then $117,154 million."\n' +
    'How in Q3?,*2022 Q3 ACME*,Single-Doc,Table,"They were 82,959."\n' +
    'Why?,*ACME*,Multi-Doc RAG,Text,Because.\n';
  const folder = folderOf(rows, FILINGS);

  const { gold, documents } = await readFilingCorpus(folder, EXTRACTION);

  expect(isFilingFolder(folder)).toBe(true);
  expect(documents.map((each) => each.path)).toContain('other/2023 Q1 OTHER.pdf');
  expect(gold.cases).toMatchObject([
    {
      ...{ id: 'q1', collection: 'acme', slices: { evidence: 'Table' } },
      expected: [
        { document: 'acme/2022 Q3 ACME.pdf', page: 2 },
        { document: 'acme/2023 Q1 ACME.pdf', page: 3 },
      ],
    },
    { id: 'q2', collection: 'acme', expected: [{ document: 'acme/2022 Q3 ACME.pdf', page: 2 }] },
  ]);
});

it('refuses a set none of whose answers has figures that a filing holds', async () => {
  const folder = folderOf('Why?,*ACME*,Single-Doc,Text,Because.\n', FILINGS);

  await expect(readFilingCorpus(folder, EXTRACTION)).rejects.toThrow('no answer has figures');
});
