/** Kinds of document that are told apart. Anything else is `unknown`. */
export const DOCUMENT_CLASSES = [
  'contract',
  'non-disclosure-agreement',
  'lease',
  'invoice',
  'report',
  'policy',
  'email',
  'letter',
  'resume',
  'form',
  'article',
  'medical-record',
  'support-request',
  'minutes',
  'table',
] as const;

export type DocumentClass = (typeof DOCUMENT_CLASSES)[number];

/** A sign that a document is of a class. */
interface Cue {
  readonly pattern: RegExp;
  /** Whether it counts only where a document says what it is: in its title and its first lines. */
  readonly isOpening?: true;
  /** By how much it raises the log-odds of the class: 1 is a hint, 3 all but settles it. */
  readonly weight: number;
}

interface ClassTraits {
  /** What such a document is like, for the embedder to compare with. */
  readonly description: string;
  readonly cues: readonly Cue[];
}

const opening = (pattern: RegExp, weight: number): Cue => ({ pattern, weight, isOpening: true });
const anywhere = (pattern: RegExp, weight: number): Cue => ({ pattern, weight });

/** What each class is known by. Patterns are matched against lower-case text. */
export const CLASS_TRAITS: Readonly<Record<DocumentClass, ClassTraits>> = {
  contract: {
    description: 'A contract or agreement between two parties, with terms, obligations, payment and termination.',
    cues: [
      opening(/\b(?:agreement|contract|amendment|terms of (?:service|use)|statement of work)\b/, 2),
      anywhere(/\b(?:this agreement|hereinafter|hereto|whereas|in witness whereof|governing law)\b/, 1.5),
      anywhere(/\bby and between\b/, 1),
    ],
  },
  'non-disclosure-agreement': {
    description: 'A non-disclosure agreement by which the parties keep confidential information secret.',
    cues: [
      opening(/\b(?:non-? ?disclosure|confidentiality) (?:and \w+ )?agreement\b/, 4),
      anywhere(/\b(?:receiving party|disclosing party|evaluation material)\b/, 1.5),
    ],
  },
  lease: {
    description: 'A lease or rental agreement by which a landlord lets premises to a tenant for rent.',
    cues: [
      opening(/\b(?:sub-?lease|lease|rental|tenancy)(?: agreement)?\b/, 3),
      anywhere(/\b(?:landlord|lessor|sublessor|premises)\b/, 1.5),
    ],
  },
  invoice: {
    description: 'An invoice or bill with line items, quantities, unit prices, tax, amount due and due date.',
    cues: [
      opening(/\b(?:invoice|bill to|receipt|purchase order|credit note)\b/, 2.5),
      anywhere(/\b(?:amount due|total due|subtotal|unit price|invoice (?:no|number|date))\b/, 2),
    ],
  },
  report: {
    description: 'A business report with summary, figures of the quarter or year, findings and recommendations.',
    cues: [
      opening(/\b(?:report|review|form 10-[kq]|assessment|analysis)\b/, 2),
      anywhere(/\b(?:executive summary|key findings|fiscal year|quarter(?:ly)? results?|recommendations)\b/, 1.5),
    ],
  },
  policy: {
    description: 'A policy, procedure or handbook that says what employees must and must not do.',
    cues: [
      opening(/\b(?:policy|procedure|handbook|guidelines?|code of conduct|standard)\b/, 2.5),
      anywhere(/\b(?:this policy|all employees|must not|is prohibited|compliance with)\b/, 1),
    ],
  },
  email: {
    description: 'An e-mail message with sender, recipient, subject, greeting and signature.',
    cues: [
      opening(/^(?:from|to|subject|sent|date|received date|cc)\s*:/m, 2.5),
      opening(/\b(?:email_from|re:|fwd?:)/, 2),
      anywhere(/\b(?:unsubscribe|reply to this e-?mail|best regards|kind regards|cheers)\b|^-- *$/m, 1.5),
      anywhere(/\byou(?:'re| are) receiving (?:this|notifications)\b|\bthe [\w ]{2,30} team\s*$/m, 1.5),
      anywhere(/^(?:hi|hey|hello)(?: [\w[]|,)/m, 1.5),
    ],
  },
  letter: {
    description: 'A formal letter to a person or company, with address, salutation and closing.',
    cues: [opening(/^dear\b/m, 2.5), anywhere(/^(?:yours (?:sincerely|faithfully|truly)|sincerely)\b/m, 2)],
  },
  resume: {
    description: 'A resume or curriculum vitae of a person, with work experience, education and skills.',
    cues: [
      opening(/\b(?:resume|résumé|curriculum vitae|cv)\b/, 3),
      anywhere(/^\W*(?:work |professional )?experience\b/m, 1.5),
      anywhere(/^\W*(?:education|skills|references)\b/m, 1),
    ],
  },
  form: {
    description: 'A form to be filled in, with fields, boxes to tick and a place to sign.',
    cues: [
      opening(/\b(?:application|registration|claim|consent|order|request) form\b|\bquestionnaire\b/, 3),
      anywhere(/_{4,}|☐|\[ \]|\b(?:please (?:complete|print|fill)|applicant|for office use)\b/, 1.5),
    ],
  },
  article: {
    description: 'A scientific abstract or article that reports methods, experiments, results and conclusions.',
    cues: [
      anywhere(/\b(?:background|objectives?|methods?|results|conclusions?)\b[:\s].{20,}/, 1),
      anywhere(
        /\b(?:et al|we (?:show|report|found|propose|investigated|used)|these (?:results|findings)|in vitro)\b/,
        1.5,
      ),
      anywhere(/\b(?:stud(?:y|ies)|hypothes[ie]s|experiments?|randomi[sz]ed|cohorts?|significantly)\b/, 1),
      anywhere(/\b(?:abstract|keywords|doi)\b/, 1.5),
    ],
  },
  'medical-record': {
    description: 'A clinical case or medical record of a patient, with history, diagnosis, treatment and course.',
    cues: [
      opening(/\b(?:datos del paciente|nhc|patient (?:name|id)|discharge summary|medical record|mrn)\b/, 3),
      anywhere(/\b(?:paciente|year-old (?:man|woman|male|female|patient)|anamnesis|antecedentes)\b/, 1.5),
      anywhere(/\b(?:chief complaint|medical history|diagnosis|diagnóstico|médico)\b/, 1),
    ],
  },
  'support-request': {
    description: 'A customer asks support for help with a problem, an account, a bill or a quote.',
    cues: [
      // A few sentences in the first person, one of them a question.
      anywhere(/^(?=[\s\S]{1,700}$)(?=[\s\S]*\b(?:i|my)\b)[^?]*\?/, 2.5),
      anywhere(
        /\b(?:can you|could you|would you|please) (?:\w+ )?(?:help|clarify|explain|assist|provide|prepare)\b/,
        1.5,
      ),
      anywhere(
        /\bi(?:'m| am|'d| would| have|'ve) (?:\w+ )?(?:confused|curious|puzzled|trying|having|like|been|looking)\b/,
        1.5,
      ),
    ],
  },
  minutes: {
    description: 'Minutes of a meeting with attendees, agenda, decisions and action items.',
    cues: [
      opening(/\b(?:minutes|meeting notes)\b/, 3),
      anywhere(/\b(?:attendees|action items|agenda|adjourned)\b/, 1.5),
    ],
  },
  table: {
    description: 'A spreadsheet export: many rows of codes, amounts and dates in columns.',
    cues: [anywhere(/(?:^[^\n|]*\|[^\n|]*\|[^\n]*\n){6,}/m, 2)],
  },
};
