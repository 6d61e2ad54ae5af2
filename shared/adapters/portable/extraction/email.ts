import PostalMime, { type Address, type Email } from 'postal-mime';
import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import { decodeText } from './decode-text.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { htmlBlocks } from './html-blocks.ts';
import { plainTextBlocks } from './plain-text.ts';
import { sectionedDocument } from './sectioned-document.ts';

/** Parts within parts; mail programs nest a handful. */
const MAX_NESTED_PARTS = 64;
/** Forwarded messages within messages that are read as part of the text. */
const MAX_NESTED_MESSAGES = 8;
/** Bytes of all headers together; servers refuse above a tenth of it. */
const MAX_HEADER_BYTES = 1_048_576;

/** The message as it is read: sender, recipients, date and subject, then its HTML or else plain body. */
export const extractEmail: FormatExtractor = async (bytes) => {
  const email = await PostalMime.parse(mimeSource(bytes), {
    maxNestingDepth: MAX_NESTED_PARTS,
    maxRfc822NestingDepth: MAX_NESTED_MESSAGES,
    maxHeadersSize: MAX_HEADER_BYTES,
  }).catch(() => {
    throw new PipelineFailure('DocumentUnreadable', 'the message nests too deep or its header is too long');
  });
  const header: DraftBlock = { kind: 'paragraph', text: headerLines(email).join('\n') };
  const blocks = [header, ...bodyBlocks(email)].filter(({ text }) => text.trim() !== '');
  // Of a message that is so malformed that no part of it is found, the source is at least readable.
  return sectionedDocument(blocks.length > 0 ? blocks : plainTextBlocks(decodeText(bytes).text), email.subject ?? '');
};

/** Messages are ASCII with encodings declared within, but some were saved as UTF-16 or out of a mailbox file. */
function mimeSource(bytes: Uint8Array): Uint8Array | string {
  const { text, encoding } = decodeText(bytes);
  const source = /^utf-(?:16|32)/.test(encoding) ? text : bytes;
  if (!/^\ufeff?From \S/.test(text)) return source;
  return typeof source === 'string' ? source.replace(/^[^\n]*\n/, '') : bytes.subarray(bytes.indexOf(0x0a) + 1);
}

function headerLines({ from, to, cc, subject, date, headers }: Email): readonly string[] {
  const sent = headers.find(({ key }) => key === 'date')?.value ?? date;
  const fields = [
    ['From', from ? addressText(from) : ''],
    ['To', addressList(to)],
    ['Cc', addressList(cc)],
    ['Date', sent],
    ['Subject', subject],
  ];
  return fields.filter(([, value]) => value?.trim()).map(([name, value]) => `${name}: ${value?.trim()}`);
}

function addressList(addresses: readonly Address[] | undefined): string {
  return (addresses ?? []).map(addressText).join(', ');
}

function addressText({ name, address, group }: Address): string {
  if (group) return `${name}: ${addressList(group)}`;
  if (!name) return address ?? '';
  return address ? `${name} <${address}>` : name;
}

function bodyBlocks({ html, text }: Email): readonly DraftBlock[] {
  const blocks = html ? htmlBlocks(html).blocks : [];
  return blocks.length > 0 ? blocks : plainTextBlocks(text ?? '');
}
