import { describe, expect, it } from 'vitest';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import type { RawText } from '#shared/domain/text.ts';

/** What is found, as `KIND value`. Names and numbers are invented or published for tests. */
async function found(text: string): Promise<string[]> {
  const entities = await patternEntityFinder().find(text as RawText);
  return entities.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('patternEntityFinder', () => {
  it.each([
    ['CARD', '4111 1111 1111 1111'],
    ['CARD', '4111111111111111'],
    ['CARD', '5555-5555-5555-4444'],
    ['CARD', '3782 822463 10005'],
    ['CARD', '4111 1111\n1111 1111'],
    ['CARD', '41111111\n11111111'],
    ['CARD', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['CARD', '4111 1111 1111 l11I'],
    ['CARD', '４１１１ １１１１ １１１１ １１１１'],
    ['CARD', '٤١١١ ١١١١ ١١١١ ١١١١'],
    ['CARD', '4111\u200b1111\u200b1111\u200b1111'],
    ['CARD', '4111–1111–1111–1111'],
    ['CARD', '𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏'],
    ['CARD', '3782 8224 6310 005'],
    ['IBAN', 'GB82 WEST 1234 5698 7654 32'],
    ['IBAN', 'DE89370400440532013000'],
    ['IBAN', 'gb82-west-1234-5698-7654-32'],
    ['IBAN', 'DE89 3704 0044 0532\n0130 00'],
    ['IBAN', 'DE89 37O4 0044 0532 0130 00'],
    ['IBAN', 'DE89 3704 0044 0S32 0130 00'],
    ['IBAN', 'NL91 ABNA O4I7 I643 00'],
    ['EMAIL', 'ana.ruiz@example.org'],
    ['EMAIL', 'ana.ruiz@\u200bexample.org'],
    ['EMAIL', "o'hara+tax@mail.example.co.uk"],
    ['EMAIL', 'ana.ruiz [at] example [dot] org'],
    ['EMAIL', 'ana.ruiz@\n  example.org'],
    ['EMAIL', 'ana.ruiz @ example . org'],
    ['EMAIL', 'ana at example dot org'],
    ['PHONE', '+44 20 7946 0958'],
    ['PHONE', '(212) 555-0147'],
    ['PHONE', '212.555.0147 x12'],
    ['PHONE', '+1 212-555-\n0147'],
    ['PHONE', '+44 2O 7946 O958'],
    ['SSN', '123-45-6789'],
    ['SSN', 'l23-45-6789'],
    ['SSN', '123-4S-678O'],
    ['SSN', '1\u200b23-4\u200b5-6789'],
    ['SSN', '123 45 6789'],
    ['SSN', '123‑45‑6789'],
    ['IP', '203.0.113.47'],
    ['IP', '2001:db8::8a2e:370:7334'],
    ['IP', '203[.]0[.]113[.]47'],
    ['IP', '203\u00ad.0.113.47'],
    ['ID', '12345678Z'],
    ['ID', '1234\u200b5678Z'],
    ['ID', '1Z345678Z'],
    ['ID', 'QQ 12 34 56 C'.replace('QQ', 'AB')],
    ['ADDRESS', '12 Main Street, Apt 4'],
    ['ADDRESS', 'P.O. Box 1178'],
  ])('finds %s in the form %j', async (kind, value) => {
    expect(await found(`See ${value}, please.`)).toEqual([`${kind} ${value}`]);
  });

  it.each([
    ['a phone number', 'Please call 089 726341 today.', 'PHONE 089 726341'],
    ['a phone number before its word', '089 72 63 41 office', 'PHONE 089 72 63 41'],
    ['a social security number', 'SSN: 123456789', 'SSN 123456789'],
    ['a passport', 'passport number XG9382049', 'ID XG9382049'],
    ["a driver's licence", "My driver's license number is U62928788557186", 'ID U62928788557186'],
    ['a patient', 'Patient ID AHC-0933289 was', 'ID AHC-0933289'],
    ['a name after a title', 'We thank Dr. Helena Shaw for it', 'PERSON Dr. Helena Shaw'],
    ['a name after a label', 'Full name: Ana de la Cruz', 'PERSON Ana de la Cruz'],
    ['a name without capitals after a label', 'name: ana ruiz', 'PERSON ana ruiz'],
    ['a name in the cell beside a label', 'Patient | Ana Ruiz\nDate | 3 May', 'PERSON Ana Ruiz'],
    ['a signature', 'Kind regards,\nAna Ruiz\n', 'PERSON Ana Ruiz'],
    ['a conformed signature', 'By: /s/ Ana M. Ruiz', 'PERSON Ana M. Ruiz'],
    ['who says so', 'my name is Ana Ruiz and', 'PERSON Ana Ruiz'],
    ['what somebody is called', 'but everyone calls me Ana, here', 'PERSON Ana'],
    ['a doctor by registration', 'Médico: NºCol: 28 28 70973.', 'ID 28 28 70973'],
    ['a number in quotes', "his PAN number 'ABPCJ45678R'", 'ID ABPCJ45678R'],
    ['where somebody lives', 'My friend lives in Chiclana de la Frontera.', 'ADDRESS Chiclana de la Frontera'],
    ['where somebody is from', 'She moved here from the Cape Verde Islands', 'ADDRESS Cape Verde Islands'],
    ['where somebody was born', 'Er ist geboren in Tübingen', 'ADDRESS Tübingen'],
    ['the field of a form', 'Edad: 40\nPaís: España.\nSexo: H.', 'ADDRESS España'],
    ['a unit without capitals', 'at apt. 239', 'ADDRESS apt. 239'],
  ])('finds %s by the words beside it', async (_what, text, entity) => {
    expect(await found(text)).toEqual([entity]);
  });

  it('finds the name that an e-mail address is shown by', async () => {
    expect(await found('From: Ana <ana.ruiz@example.org>')).toEqual(['PERSON Ana', 'EMAIL ana.ruiz@example.org']);
    expect(await found('"Ruiz, Ana" <ar@example.org>')).toEqual(['PERSON Ruiz, Ana', 'EMAIL ar@example.org']);
  });

  it.each([
    'Section 12 and Section 12.3.4.5 of the agreement',
    'Invoice 2024001234 of 12/04/2024 for $1,234,567.89',
    'card 4111 1111 1111 1112 fails its checksum',
    'GB83 WEST 1234 5698 7654 32 fails its checksum',
    'released as version 10.2.11.4 in 2021',
    '3.2.1.4 Scope of services',
    '000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567 and 123-45-0000 were never issued',
    '12345678A has the wrong letter',
    'ISBN 978-3-16-148410-0, order no. 212-555-0147',
    'open from 09:00:00 to 17:30:00, std::vector, a::b',
    'look at example.com or dot your is',
    'Employee | Start Date\nName | Role',
    'Client: Harbour Properties LLC, From: Billing Department',
    'Payroll <payroll@',
    'Deliveries began in Leipzig, and the board is in Madrid',
    'He was born in March 1980 and lives in a house',
    'Patient: Patient of 70 years\nName:\nCountry code: none',
    'a niece 12345, tax ID information 2024-2025',
    'Revenue 2021 2022 2023 2024 4,111 1,111 1,111',
    'ratio 0.1234567890123 and 1e10',
  ])('takes nothing in %j for personal data', async (text) => {
    expect(await found(text)).toEqual([]);
  });

  it('finds a phone number behind a bracket that nothing closes', async () => {
    expect(await found('See (+34 612 34 56 92 today')).toEqual(['PHONE +34 612 34 56 92']);
  });

  it('takes words and codes with letters for no misread number', async () => {
    expect(await found('S12 of B8, l1 and I0, 1O1 rooms, 10 I 20, form 4B-S5')).toEqual([]);
  });

  it('parts a card from the number behind it', async () => {
    expect(await found('4111 1111 1111 1111 12/27')).toEqual(['CARD 4111 1111 1111 1111']);
  });
});

describe('on hostile text', () => {
  /** Patterns without bounds took up to a minute over some of these, far past the time that a test may take. */
  const HOSTILE = [
    'a',
    'a.',
    '1',
    '1-',
    '1.2.3.',
    'A',
    "O'",
    'Aa',
    'a@',
    'a:b:',
    ' at ',
    'Ana ',
    'name: ',
    'account ',
    '\n',
    ' ',
    '(',
  ];

  it.each(HOSTILE)('comes to an end on %j over and over', async (part) => {
    const text = part.repeat(Math.ceil(40_000 / part.length));

    expect(await patternEntityFinder().find(text as RawText)).toEqual([]);
  });
});
