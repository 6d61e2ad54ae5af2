import type { Entity } from '../../../domain/entity.ts';
import { anyCase } from './any-case.ts';

/** A word of a name, of a length that bounds the search. */
const WORD = "\\p{Lu}[\\p{L}\\p{M}'’-]{0,39}";
const PARTICLE = '(?:de|del|de la|da|dos|von|van|van der|van den|der|den|di|du|le|la|bin|al|el|y|st\\.?)';
/** A name as it is written in full: words with capitals, initials and particles, on one line. */
const NAME = `${WORD}(?:[ ]\\p{Lu}\\.|[ ](?:${PARTICLE}[ ]){0,2}${WORD}){0,4}`;
const FULL_NAME = `${WORD}(?:[ ]\\p{Lu}\\.|[ ](?:${PARTICLE}[ ]){0,2}${WORD}){1,4}`;

const TITLES =
  'Mr|Mrs|Ms|Miss|Mx|Dr|Drs|Prof|Professor|Doctor|Sir|Dame|Rev|Reverend|Señor|Señora|Srta|Sra|Sr|Doña|Herr|Frau|Mme|Mlle|Monsieur|Madame|Dott|Sig|Signora';
/** What is asked for by name: a person and nobody else. */
const PERSON_LABELS =
  '(?:full|first|last|given|family|maiden|middle|patient|employee|customer|tenant|contact|account|card)?[ -]?name|surname|forename|patient|employee|cardholder|card holder|account holder|next of kin|emergency contact|nombre(?: y apellidos)?|apellidos?|paciente|nom|prénom|vorname|nachname|cognome|naam';
/** What may also be a company, so that a full name is asked for and the words of a company are not. */
const PARTY_LABELS =
  'contact(?: person)?|attn|attention|signed(?: by)?|signature|prepared by|approved by|reviewed by|authori[sz]ed by|author|written by|witness(?:ed by)?|tenant|landlord|lessee|lessor|borrower|guarantor|beneficiary|insured|claimant|plaintiff|defendant|physician|attending|doctor|customer|client|buyer|seller|from|to|cc|bcc|sender|recipient|bill to|ship to|sold to|requested by|manager|supervisor|reporting to|attendees?|participants?|médico|firmado(?: por)?';

/** What a label is followed by where the name is left out: "Patient: Patient of 70 years". */
const PERSON_WORD = `(?:${anyCase('patient|paciente|patiente?|man|woman|male|female|varón|mujer')})(?!\\p{L})`;

/** Words of companies, offices and their mailboxes, and those of table heads. */
const NO_PERSON =
  /(?<!\p{L})(?:inc|llc|ltd|llp|plc|corp(?:oration)?|gmbh|company|co|group|bank|trust|department|dept|team|support|services?|university|college|school|hospital|clinic|council|committee|board|office|agency|authority|association|foundation|partners|holdings|properties|systems|solutions|center|centre|institute|ministry|street|road|avenue|date|name|number|no|id|type|status|amount|total|title|role|position|salary|address|phone|email|e-mail|signature|start|end|page|section|order|invoice|payroll|info|hello|sales|admin|hr|finance|billing|accounts?|accounting|noreply|reception|contact|help|news|legal|careers|jobs|security|marketing|procurement|operations|unknown|none|tba|n\/a)(?!\p{L})/iu;

interface Cue {
  /** The name is the first group. */
  readonly pattern: RegExp;
  readonly isParty?: boolean;
}

const CUES: readonly Cue[] = [
  { pattern: new RegExp(`(?<!\\p{L})((?:${TITLES})\\.?[ ]\\n?[ ]{0,8}${NAME})`, 'gu') },
  { pattern: labelled(PERSON_LABELS, '[:=]', `${NAME}(?:,[ ]${NAME})?`) },
  { pattern: /(?<!\p{L})(?:name|nombre)[ ]{0,8}:[ ]{0,8}(\p{Ll}{2,}(?:[ ]\p{Ll}{2,}){1,3})[ ]{0,8}(?=\n|$)/giu },
  { pattern: labelled(PARTY_LABELS, '[:=]', FULL_NAME), isParty: true },
  { pattern: cell(PERSON_LABELS), isParty: true },
  { pattern: cell(PARTY_LABELS), isParty: true },
  {
    pattern: new RegExp(
      `(?<![\\p{L}\\p{M}'’-])["']?(${FULL_NAME}|${WORD}, ${NAME})["']?[ ]{0,8}<[^<>\\s@]{1,64}@[^<>\\s]{1,255}>`,
      'gu',
    ),
    isParty: true,
  },
  // A single word is a name when the address begins with it.
  { pattern: /(?<!\p{L})(\p{Lu}\p{L}{1,39})[ ]{0,8}<(?=(?i:\1)[^<>\s@]{0,64}@)/gu, isParty: true },
  {
    pattern: new RegExp(
      `(?<!\\p{L})(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Mm]aiden|[Mm]iddle|[Ll]ast|[Ff]irst|[Ff]ull) name(?: is|'s|:)[ ](${NAME})`,
      'gu',
    ),
  },
  {
    pattern: new RegExp(
      `(?:[Rr]egards|[Ss]incerely(?: yours)?|[Yy]ours (?:truly|faithfully|sincerely)|[Bb]est(?: wishes)?|[Tt]hanks|[Tt]hank you|[Cc]heers|[Aa]tentamente|[Ss]aludos),?[ ]{0,8}\\n\\s{0,4}(${NAME})[ ]{0,8}(?=\\n|$)`,
      'gu',
    ),
    isParty: true,
  },
  {
    pattern: new RegExp(
      `(?<!\\p{L})(?:calls? (?:me|him|her)|goes by|nicknamed|a\\.?k\\.?a\\.?|alias|née)[ ](${NAME})`,
      'gu',
    ),
    isParty: true,
  },
  { pattern: new RegExp(`/s/[ ]{0,8}(${FULL_NAME})`, 'gu') },
];

/** Names that a word beside them announces: a title, a label, a signature, an e-mail address. */
export function findCuedNames(text: string): Entity[] {
  return CUES.flatMap(({ pattern, isParty }) =>
    Array.from(text.matchAll(pattern))
      .filter(({ 1: name = '' }) => isParty !== true || !NO_PERSON.test(name))
      .map((match) => toEntity(match)),
  );
}

function toEntity({ 0: match, 1: name = '', index }: RegExpExecArray): Entity {
  const start = index + match.indexOf(name);
  return { kind: 'PERSON', start, end: start + name.length, confidence: 0.9 };
}

/** On the line of the label or below it, where a line that is a label itself says that the name was left out. */
function labelled(labels: string, sign: string, name: string): RegExp {
  const gap = '[ \\t]{0,20}(?:\\n[ \\t]{0,20}(?![^\\n:=]{1,30}[:=]))?';
  return new RegExp(`(?<![\\p{L}])(?:${anyCase(labels)})[ ]{0,8}${sign}${gap}(?!${PERSON_WORD})(${name})`, 'gu');
}

/** A row of two cells, the first of which is the label. */
function cell(labels: string): RegExp {
  return new RegExp(
    `(?:^|\\n)[ |]{0,8}(?:${anyCase(labels)})[ ]{0,8}(?:\\||\\t)[ ]{0,8}(${NAME})[ ]{0,8}\\|?[ ]{0,8}(?=\\n|$)`,
    'gu',
  );
}
