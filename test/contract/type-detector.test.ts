import { Document, Packer, Paragraph } from 'docx';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { contentTypeDetector } from '#shared/adapters/portable/content-type-detector.ts';
import type { DocumentType, TypeDetector } from '#shared/ports/text-extractor.ts';
import { pdfFile } from '../doubles/pdf-files.ts';

const DETECTORS: Record<string, () => TypeDetector> = { 'portable: by content': contentTypeDetector };

const MARKDOWN = '# Title\n\nSome **bold** text.\n\n- one\n- two\n';
const CSV = 'name,amount,city\nAna,10,Rome\nBo,20,Bonn\nCy,30,Oslo\n';
const MAIL = 'Received: by mail\r\nFrom: a@example.org\r\nSubject: Hi\r\n\r\nHello';
const PROSE = 'Dear Ana,\n\nthank you, we agree.\n\nYours, Bo\n';

const TEXTS: readonly (readonly [what: string, name: string, text: string, type: DocumentType])[] = [
  ['prose', 'a.txt', PROSE, 'text/plain'],
  ['prose without a name', '', PROSE, 'text/plain'],
  ['prose named as Markdown', 'a.md', PROSE, 'text/markdown'],
  ['Markdown named as text', 'a.txt', MARKDOWN, 'text/markdown'],
  ['text named as PDF', 'a.pdf', PROSE, 'text/plain'],
  ['text about PDF', 'a.txt', 'A file starts with %PDF-1.7 and ends with %%EOF.', 'text/plain'],
  ['text that starts like an image', 'a.txt', 'BM is short for benchmark.', 'text/plain'],
  ['HTML', 'a.html', '<!DOCTYPE html><title>a</title><p>b', 'text/html'],
  ['HTML named as text', 'a.txt', '<html><body>b</body></html>', 'text/html'],
  ['XHTML', 'a.xml', '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', 'text/html'],
  ['a fragment of HTML', '', '<p>one</p><p>two</p>', 'text/html'],
  ['Markdown that starts with HTML', 'README.md', '<p align="center">x</p>\n\n# Title\n', 'text/markdown'],
  ['CSV', 'a.csv', CSV, 'text/csv'],
  ['CSV named as text', 'a.txt', CSV, 'text/csv'],
  ['CSV of one column', 'a.csv', 'name\nAna\nBo\n', 'text/csv'],
  ['CSV with tabs', 'a', 'a\tb\n1\t2\n3\t4\n', 'text/csv'],
  ['JSON', 'a.json', '{"a": [1, 2]}', 'application/json'],
  ['JSON named as text', 'a.txt', ' [{"a": 1}]', 'application/json'],
  ['JSON lines', 'a.jsonl', '{"a": 1}\n{"a": 2}\n', 'application/json'],
  ['malformed JSON', 'a.json', '{"a": 1,', 'text/plain'],
  ['e-mail', 'a.eml', MAIL, 'message/rfc822'],
  ['e-mail named as text', 'a.txt', MAIL, 'message/rfc822'],
  ['a mailbox', 'a', `From a@example.org Mon Jan 5\n${MAIL}`, 'message/rfc822'],
];

const zip = (name: string) => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from(name)]);
const compound = (entry: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_024), Buffer.from(entry, 'utf16le')]);

const REFUSALS: readonly (readonly [what: string, failure: string, bytes: Uint8Array])[] = [
  ['no bytes', 'DocumentEmpty', Buffer.alloc(0)],
  ['white space', 'DocumentEmpty', Buffer.from(' \n\t '.repeat(100))],
  ['a byte order mark', 'DocumentEmpty', Buffer.from('\ufeff')],
  ['an encrypted Office file', 'DocumentEncrypted', compound('EncryptedPackage')],
  ['an old Word file', 'MediaTypeUnsupported', compound('WordDocument')],
  ['a GIF', 'MediaTypeUnsupported', Buffer.from('474946383961010001000000002c', 'hex')],
  ['a zip archive', 'MediaTypeUnsupported', zip('a.txt')],
  ['RTF', 'MediaTypeUnsupported', Buffer.from('{\\rtf1\\ansi Hello}')],
  ['SVG', 'MediaTypeUnsupported', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>')],
  ['XML', 'MediaTypeUnsupported', Buffer.from('<?xml version="1.0"?><a><p>x</p><p>y</p></a>')],
  ['EBCDIC', 'MediaTypeUnsupported', Buffer.from('c885939396406d40e69699938440c885939396', 'hex')],
  ['binary data', 'MediaTypeUnsupported', Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 89) % 256))],
  ['zero bytes', 'MediaTypeUnsupported', Buffer.alloc(5_000)],
];

describe.each(Object.entries(DETECTORS))('TypeDetector, %s', (_name, create) => {
  it.each(TEXTS)('knows %s', async (_what, name, text, type) => {
    expect(await create().detect(Buffer.from(text), name)).toBe(type);
  });

  it.each([
    ['a PNG', '89504e470d0a1a0a0000000d49484452', 'image/png'],
    ['a JPEG', 'ffd8ffe000104a4649460001', 'image/jpeg'],
  ])('knows %s, whatever its name', async (_what, bytes, type) => {
    expect(await create().detect(Buffer.from(bytes, 'hex'), 'document.pdf')).toBe(type);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    'knows text types in %s, with a mark and without',
    async (encoding) => {
      const withMark = iconv.encode(CSV, encoding, { addBOM: true });
      const withoutMark = iconv.encode(CSV, encoding, { addBOM: false });

      expect(await create().detect(withMark, 'a')).toBe('text/csv');
      expect(await create().detect(withoutMark, 'a')).toBe('text/csv');
    },
  );

  it('knows PDF, also behind other bytes and under another name', async () => {
    const pdf = await pdfFile(({ write }) => write('text', 72, 72));

    expect(await create().detect(pdf, 'a.docx')).toBe('application/pdf');
    expect(await create().detect(Buffer.concat([Buffer.from('junk\n'.repeat(50)), pdf]), 'a.txt')).toBe(
      'application/pdf',
    );
  });

  it('knows Word files under any name', async () => {
    const docx = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('text')] }] }));

    expect(await create().detect(docx, 'a.zip')).toMatch(/wordprocessingml/);
  });

  it.each(REFUSALS)('refuses %s as %s', async (_what, failure, bytes) => {
    await expect(create().detect(bytes, 'document.pdf')).rejects.toMatchObject({ name: failure });
  });
});
