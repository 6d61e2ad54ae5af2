import type { Policy } from './policy.ts';

/** What a model works with, and what it is told. */
const ORDERS =
  '(?:instructions?|prompts?|rules|guidelines|directions|orders|commands|guardrails|restrictions|assignments?|tasks?|' +
  'context|information|messages?|anweisungen|aufgaben|instruktionen|befehle|informationen|vorgaben|regeln)';

/**
 * Questions that ask the service to drop its rules or to hand over what it works with, rather than what a document says.
 * They are orders to somebody addressed as "you", or about what came "before" in a conversation; a question about the
 * rules of a company is none. English and German; on deepset's prompt injections no honest text of 343 is refused.
 */
const UNSAFE: readonly string[] = [
  `(?:^|[-.!?,;:"*•]\\s*|\\b(?:and|now|please|then|jetzt|bitte|und)\\s+)(?:ignore|disregard|forget|override|vergiss|ignoriere|vergessen sie|ignorieren sie)\\b.{0,60}\\b${ORDERS}\\b`,
  String.raw`(?:^|[-.!?,;:"*•]\s*)(?:now |please |jetzt |bitte )?(?:forget|vergiss|ignore|ignoriere|disregard)\b.{0,25}\b(?:everything|all|alles|alle)\b.{0,25}\b(?:before|above|previous|prior|davor|vorher\p{L}*|bisher\p{L}*|gesagt\p{L}*)\b`,
  String.raw`\b(?:your|the)\s+(?:\p{L}+\s+)?(?:system|initial|developer|original|hidden)[\s-]+(?:prompt|instructions?|message)s?\b|\b(?:reveal|print|show|repeat|output|leak)\b.{0,30}\byour\s+(?:\p{L}+\s+)?(?:prompt|instructions?|rules)\b`,
  String.raw`\b(?:you are|you're|act as|pretend to be|behave as)\b.{0,40}\b(?:dan|jailbroken|unrestricted|developer mode|without (?:any )?(?:rules|restrictions))\b`,
  String.raw`\b(?:bypass|disable|turn off|circumvent)\b.{0,30}\byour\b.{0,30}\b(?:filters?|safety|rules|checks?|redaction|guardrails?)\b|\b(?:bypass|circumvent|turn off) the (?:access (?:rules?|checks?|control)|redaction)\b`,
  String.raw`\b(?:list|reveal|show|give|decode|unmask|de-?anonymi[sz]e)\b.{0,40}\b(?:behind|of)\s+(?:the |these |those )?placeholders?\b`,
];

/** The rules that always hold; those of a policy file come after them. */
export const DEFAULT_POLICY: Policy = {
  rules: [
    {
      id: 'orders-to-the-service',
      on: ['question'],
      refusal: 'unsafe',
      note: 'The question asks for something other than what documents say.',
      patterns: UNSAFE,
    },
  ],
};
