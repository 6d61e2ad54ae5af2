import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classify } from '#shared/domain/classification.ts';
import { DOCUMENT_CLASSES } from '#shared/domain/classification-cues.ts';
import { redacted } from '#shared/domain/text.ts';

const NO_OPINION = DOCUMENT_CLASSES.map(() => 0.5);
const document = (text: string, title = '', mediaType = 'text/plain') => ({
  title: redacted(title),
  text: redacted(text),
  mediaType,
});
const favouring = (favourite: string) => DOCUMENT_CLASSES.map((name) => (name === favourite ? 0.8 : 0.5));

it.each([
  ['contract', 'SERVICES AGREEMENT\nThis Agreement is made by and between A and B. WHEREAS the parties agree'],
  ['non-disclosure-agreement', 'Mutual Non-Disclosure Agreement\nThe Receiving Party keeps it secret.'],
  ['lease', 'SUBLEASE AGREEMENT\nThe Landlord lets the premises.'],
  ['invoice', 'INVOICE\nInvoice number 12\nSubtotal 10\nAmount due 12'],
  ['report', 'Quarterly report\nExecutive summary: the fiscal year was good. Recommendations follow.'],
  ['policy', 'Remote work policy\nThis policy covers all employees. Sharing of passwords is prohibited.'],
  ['letter', 'Dear Sir,\nI write about the roof.\nYours sincerely,\n[PERSON:k7f2]'],
  ['resume', 'Curriculum vitae\nWork experience\nEducation\nSkills'],
  ['form', 'Application form\nPlease complete in capitals. Name: ______ Applicant: ______'],
  ['article', 'Abstract. Background: the cohort was small. We show that these results hold. Doi 10.1'],
  ['medical-record', 'Discharge summary\nThe 70-year-old woman had a medical history of gout.'],
  ['support-request', "I'm confused about my bill. Can you help me understand it?"],
  ['minutes', 'Minutes of the board\nAttendees: four. Agenda: one item.'],
])('knows a %s by its words', (name, text) => {
  expect(classify(document(text), NO_OPINION).documentClass).toBe(name);
});

it.each([
  ['email', 'message/rfc822'],
  ['table', 'text/csv'],
])('knows an %s by its type', (name, mediaType) => {
  expect(classify(document('Some words.', '', mediaType), NO_OPINION).documentClass).toBe(name);
});

it('lets the embedder tip the balance', () => {
  const text = document('Review of the fiscal year with recommendations.', 'Review');

  const agreed = classify(text, favouring('report'));

  expect(agreed.confidence).toBeGreaterThan(classify(text, NO_OPINION).confidence);
  expect(classify(text, favouring('minutes')).confidence).toBeLessThan(agreed.confidence);
});

it('claims no class without a sign of one', () => {
  expect(classify(document('Lorem ipsum dolor.'), NO_OPINION)).toEqual({
    documentClass: 'unknown',
    confidence: expect.closeTo(1 / DOCUMENT_CLASSES.length),
  });
  expect(classify(document('Lorem ipsum dolor.'), []).documentClass).toBe('unknown');
});

it('gives a probability, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 15 }),
      (text, similarities) => {
        const { confidence } = classify(document(text, text), similarities);

        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      },
    ),
  );
});
