import { Document, Packer, Paragraph } from 'docx';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';
import type { DocumentType, TextExtractor } from '#shared/ports/text-extractor.ts';
import { contractBreaches } from '../doubles/extraction-contract.ts';
import { encryptedPdf, pdfFile, scannedPdf } from '../doubles/pdf-files.ts';

const MAX_CHARACTERS = 100_000;
const DOCX: DocumentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const worker = workerTextExtractor({
  workerUrl: new URL('../../shared/adapters/portable/extraction/extract-worker.ts', import.meta.url),
  deadlineSeconds: 60,
  maxOutputCharacters: MAX_CHARACTERS,
});
afterAll(() => worker.close());

const EXTRACTORS: Record<string, TextExtractor> = { 'portable: worker': worker };

/** How each format writes paragraphs of words. */
type TextFormat = Exclude<DocumentType, 'image/png' | 'image/jpeg'>;
const WRITERS: Readonly<Record<TextFormat, (paragraphs: readonly string[]) => Uint8Array | Promise<Uint8Array>>> = {
  'text/plain': (paragraphs) => Buffer.from(paragraphs.join('\n\n')),
  'text/markdown': (paragraphs) => Buffer.from(paragraphs.map((text) => `# ${text}\n\n- ${text}\n`).join('\n')),
  'text/html': (paragraphs) =>
    Buffer.from(
      paragraphs.map((text) => `<h1>${text}</h1><table><tr><td>${text}</td><td>${text}</td></tr></table>`).join(''),
    ),
  'text/csv': (paragraphs) => Buffer.from(paragraphs.map((text) => `${text},"${text}"`).join('\n')),
  'application/json': (paragraphs) =>
    Buffer.from(JSON.stringify({ paragraphs, rows: paragraphs.map((text) => ({ text })) })),
  'message/rfc822': (paragraphs) =>
    Buffer.from(`From: a@example.org\nSubject: ${paragraphs[0]}\n\n${paragraphs.join('\n\n')}`),
  'application/pdf': (paragraphs) =>
    pdfFile(({ write }) => {
      for (const [at, text] of paragraphs.entries()) write(text, 72, 60 + at * 30);
    }),
  [DOCX]: (paragraphs) =>
    Packer.toBuffer(new Document({ sections: [{ children: paragraphs.map((text) => new Paragraph(text)) }] })),
};
const FORMATS = Object.keys(WRITERS) as TextFormat[]; // TypeScript types the keys of any object as string.

const word = fc.stringMatching(/^[a-zA-Z]{2,12}$/);
const paragraph = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
const paragraphs = fc.array(paragraph, { minLength: 1, maxLength: 20 });

const FAILURES: readonly (readonly [
  what: string,
  failure: string,
  type: DocumentType,
  make: () => Uint8Array | Promise<Uint8Array>,
])[] = [
  ['a damaged PDF', 'DocumentUnreadable', 'application/pdf', () => Buffer.from('%PDF-1.7 and nothing else')],
  ['an encrypted PDF', 'DocumentEncrypted', 'application/pdf', encryptedPdf],
  ['a scanned PDF', 'TextLayerMissing', 'application/pdf', scannedPdf],
  ['a picture', 'TextLayerMissing', 'image/png', () => Buffer.from('\x89PNG')],
  ['a damaged Word file', 'DocumentUnreadable', DOCX, () => Buffer.from('PK\x03\x04')],
  ['malformed JSON', 'DocumentUnreadable', 'application/json', () => Buffer.from('{')],
  ['HTML without text', 'DocumentEmpty', 'text/html', () => Buffer.from('<p hidden>text</p>')],
  ['more text than allowed', 'DocumentTooLarge', 'text/plain', () => Buffer.from('word '.repeat(MAX_CHARACTERS))],
];

describe.each(Object.entries(EXTRACTORS))('TextExtractor, %s', (_name, extractor) => {
  it.each(FORMATS)('keeps every word of %s in blocks that keep their contract', async (type) => {
    await fc.assert(
      fc.asyncProperty(paragraphs, async (written) => {
        const document = await extractor.extract(await WRITERS[type](written), type);

        expect(contractBreaches(document)).toEqual([]);
        const read = document.pages
          .map(({ text }) => text)
          .join('\n')
          .split(/[^a-zA-Z]+/);
        expect(read).toEqual(expect.arrayContaining(written.flatMap((text) => text.split(' '))));
      }),
      { numRuns: 15 },
    );
  });

  it.each(FORMATS)('ends %s of any bytes with a document or a typed failure', async (type) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const outcome = await extractor.extract(bytes, type).then(contractBreaches, (error: Error) => error.name);

        expect([[], 'DocumentEmpty', 'DocumentUnreadable', 'DocumentTooLarge']).toContainEqual(outcome);
      }),
      { numRuns: 25 },
    );
  });

  it.each(FAILURES)('fails on %s as %s', async (_what, failure, type, make) => {
    await expect(extractor.extract(await make(), type)).rejects.toMatchObject({ name: failure });
  });

  it('leaves the bytes to their owner', async () => {
    const bytes = await pdfFile(({ write }) => write('A text that is long enough to be no scan of a page.', 72, 72));
    const before = Buffer.from(bytes).toString('hex');

    await extractor.extract(bytes, 'application/pdf');

    expect(Buffer.from(bytes).toString('hex')).toBe(before);
  });

  it('stops when the signal is aborted', async () => {
    await expect(extractor.extract(Buffer.from('text'), 'text/plain', AbortSignal.abort())).rejects.toThrow('abort');
  });
});
