import type { LabelledSpan } from '#shared/domain/redaction-metrics.ts';
import type { RawText } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { pick, type StructuredKind } from './invented-identifiers.ts';

/** A text that holds one value. */
export interface PlantedText {
  readonly text: RawText;
  readonly span: LabelledSpan;
}

/** The value in a sentence, with or without a word that says what it is, and beside numbers that are nobody's data. */
export function plantedText(kind: StructuredKind, value: string, random: () => number): PlantedText {
  const before = `${pick(random, HONEST)}\n${pick(random, random() < 0.5 ? NEUTRAL : LEADS[kind])}`;
  const text = `${before}${value}${pick(random, ENDS)}${pick(random, HONEST)}\n`;
  return { text: unredacted(text), span: { kind, start: before.length, end: before.length + value.length } };
}

const NEUTRAL = ['As agreed we noted ', 'The file holds ', 'It says: ', 'Please check ', '- ', 'See ('];
const LEADS: Readonly<Record<StructuredKind, readonly string[]>> = {
  CARD: ['Paid with card ', 'Card number: ', 'Visa '],
  IBAN: ['IBAN: ', 'Transfer it to ', 'The account is '],
  SSN: ['SSN: ', 'Her social security number is ', 'Social security no. '],
  ID: ['DNI ', 'National insurance number: ', 'Id: '],
  EMAIL: ['Write to ', 'E-mail: ', 'cc: '],
  PHONE: ['Call ', 'Tel. ', 'Mobile: '],
  IP: ['The request came from ', 'IP address: ', 'Host '],
};
const ENDS = ['.\n', ', as was said.\n', '\n', ' today.\n', ' and no more.\n'];

/** Numbers of the kind that documents are full of, some of which nearly are what is looked for. */
const HONEST = [
  'Invoice 2024001234 of 12/04/2024 is for $1,234,567.89.',
  'Order no. 4500-1122-3344 was shipped on 2024-11-03 at 09:30:00.',
  'Revenue rose from 4,111 to 1,111,000 in 2021, 2022 and 2023.',
  'See section 12.3.4.5 and clause 7.1.2.3 of the agreement.',
  'The build is version 10.2.11.4, commit 9f86d081884c7d659a2feaa0c55ad015.',
  'ISBN 978-3-16-148410-0, DOI 10.1000/182.',
  'A card such as 4111 1111 1111 1112 fails its checksum.',
  'The account GB83 WEST 1234 5698 7654 32 fails its checksum.',
  'Numbers such as 000-12-3456 and 666-12-3456 were never issued.',
  'The part 12345678A is out of stock; 1.2.3 replaces it.',
  'The meeting is from 09:00 to 17:30 in room 4.112.',
  'Write `std::vector` or `a::b`, and never `x @ y`.',
  'The tracking number is 1Z999AA10123456784.',
  'Temperatures were 21.5, 22.0 and 19.75 degrees; p = 0.0123.',
  'The id of the run is 3f2504e0-4f89-11d3-9a0c-0305e82c3301.',
  'Population 8,336,817 (2020), area 783.8 km2, coordinates 40.7128, -74.0060.',
];
