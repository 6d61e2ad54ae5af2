import type { Entity } from '../../../domain/entity.ts';
import { madeOnce } from '../../../domain/made-once.ts';
import { anyCase } from './any-case.ts';

/** Said before the place that somebody is from or lives in, and before little else. */
const ORIGINS = [
  '(?:grew up|grown up|raised|born(?: and raised)?|lives?|lived|living|resid(?:es?|ed|ing)) (?:in|at|near)',
  '(?:moved|came) (?:here|there|back|over) (?:to|from)',
  '(?:relocated|emigrated|immigrated) (?:to|from)',
  '(?:originally|comes?|hails?) from',
  '(?:native|residents?|citizens?|inhabitants?) of',
  '(?:hometown|birthplace|place of (?:birth|residence)) (?:is|was|of)',
  '(?:natural|vecin[oa]|residente|originari[oa]|procedente) (?:de|en)',
  '(?:vive|vivo|vivía|reside|resido|nació|nacid[oa]|domiciliad[oa]) en',
  '(?:habite|habitant|réside|résidant|demeurant|née?|domiciliée?) à',
  '(?:wohnhaft|wohnt|wohne|geboren|aufgewachsen|lebt|lebe) in',
  '(?:stamme|stammt|komme|kommt) aus',
  '(?:vive|vivo|abito|abita|residente|nat[oa]) (?:a|in)',
  '(?:moro|mora|resido|nasceu|nasci|nascid[oa]) em',
  '(?:woont|woon|geboren|opgegroeid) in',
].join('|');

/** Said before where somebody is, and before much else: "we are in arrears". */
const WHEREABOUTS = "(?:i|we)(?:'m| am|'re| are)(?: currently)? (?:in|from)|home (?:city|town|country)(?: of)?,?";

/** Made at the first place that is looked before, as the other patterns here: each takes as long as a small module. */
const before = madeOnce(
  () => new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyCase(`${ORIGINS}|${WHEREABOUTS}`)})[ ](?:[Tt]he[ ])?$`, 'u'),
);

/** Characters before a place among which its cue stands: the longest of the cues, with a blank and "the". */
const CUE_LENGTH = 40;

/** Whether the words just before an offset say that somebody is from there, lives there or is there. */
export function isCuedPlace(text: string, at: number): boolean {
  return before().test(text.slice(Math.max(0, at - CUE_LENGTH), at));
}

const WORD = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,39}";
const LINK = '(?:de las?|de los|de|del|di|da|do|le|les|of the|of|and the|on|am|an der|upon|sur|nad|pod|pri)';
const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)(?!\\p{L})';
/** Words with capitals and what links them, on one line. */
const PLACE = `(?!${MONTH})${WORD}(?:[ ](?:${LINK}[ ])?${WORD}){0,4}`;

/** Fields of a form that hold part of an address. */
const FIELDS =
  'country|city|town|county|zip(?: code)?|post(?:al)? ?code|place of birth|birthplace' +
  '|domicilio|dirección|calle|localidad(?: ?/ ?provincia)?|población|ciudad|municipio|provincia|país|cp|c\\.p\\.|código postal|lugar de nacimiento' +
  '|adresse|ville|pays|anschrift|wohnort|plz|geburtsort|indirizzo|città|paese|endereço|cidade|woonplaats';

const patterns = madeOnce(() => [
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyCase(ORIGINS)})[ ](?:[Tt]he[ ])?(${PLACE})(?![\\p{L}\\p{N}])`, 'gu'),
  new RegExp(
    `(?:^|[\\n.;|]|[ ]{2})[ ]{0,8}(?:${anyCase(FIELDS)})[ ]{0,4}:[ ]{0,8}([\\p{L}\\p{N}][^\\n;|:]{1,79})(?=[\\n;|]|$)`,
    'gu',
  ),
]);

/** Places that a person is said to be from or to live in, and the fields of a form that make an address. */
export function findCuedPlaces(text: string): Entity[] {
  return patterns()
    .flatMap((pattern) => Array.from(text.matchAll(pattern)))
    .map(({ 0: match, 1: place = '', index }) => {
      const start = index + match.length - place.length;
      return { kind: 'ADDRESS', start, end: start + place.length, confidence: 0.9 };
    });
}
