import { describe, expect, it } from 'vitest';
import type { DocumentType } from '#shared/domain/document-type.ts';
import type { ExtractedDocument } from '#shared/domain/extraction.ts';
import type { Scan, TextRecognizer } from '#shared/ports/text-recognizer.ts';
import { contractBreaches } from '../../doubles/extraction-contract.ts';

/** A recognizer, and a way to put a scan of these lines a page where it reads. */
export interface RecognizerUnderTest {
  readonly recognizer: TextRecognizer;
  put(type: DocumentType, ...pages: readonly (readonly string[])[]): Promise<Scan>;
  close(): Promise<void>;
}

const FIRST = ['The lease of the harbour office begins on', '4 March 2024 and runs for seven years.'];
const SECOND = ['The monthly rent is 4,850 euros.'];

/** What every `TextRecognizer` does. */
export function textRecognizerSuite(name: string, create: () => Promise<RecognizerUnderTest>): void {
  describe(`TextRecognizer, ${name}`, () => {
    it('tells the text of each page, with the place of every block', async () => {
      const document = await read(create, 'application/pdf', FIRST, SECOND);

      expect(document.pages.map(({ text }) => text)).toEqual([FIRST.join(' '), SECOND.join(' ')]);
      expect(contractBreaches(document)).toEqual([]);
      const [box] = document.pages[1]?.blocks.map((block) => block.box) ?? [];
      expect(box?.x).toBeCloseTo(72, -1);
      expect(box?.y).toBeGreaterThan(80);
      expect(box?.y).toBeLessThan(110);
    });

    it('reads a file that is a picture as one page', async () => {
      const document = await read(create, 'image/png', FIRST);

      expect(document).toMatchObject({ paged: true, pages: [{ number: 1, text: FIRST.join(' ') }] });
    });

    it('keeps a page without text beside one that has some', async () => {
      const document = await read(create, 'application/pdf', [], SECOND);

      expect(document.pages.map(({ text }) => text)).toEqual(['', SECOND.join(' ')]);
    });

    it('refuses pictures without text as TextLayerMissing', async () => {
      await expect(read(create, 'application/pdf', [])).rejects.toMatchObject({ name: 'TextLayerMissing' });
    });

    it('stops when the signal is aborted', async () => {
      const { recognizer, put, close } = await create();
      const scan = await put('application/pdf', FIRST);
      const stopped = AbortSignal.abort();

      await expect(recognizer.start(scan, stopped)).rejects.toThrow('abort');
      await expect(recognizer.collect(scan, await recognizer.start(scan), stopped)).rejects.toThrow('abort');
      await close();
    });
  });
}

async function read(
  create: () => Promise<RecognizerUnderTest>,
  type: DocumentType,
  ...pages: readonly (readonly string[])[]
): Promise<ExtractedDocument> {
  const { recognizer, put, close } = await create();
  try {
    const scan = await put(type, ...pages);
    const document = await recognizer.collect(scan, await recognizer.start(scan));
    if (document === undefined) throw new Error('the job is still running');
    return document;
  } finally {
    await close();
  }
}
