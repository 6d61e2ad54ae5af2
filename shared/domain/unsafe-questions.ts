/**
 * Questions that ask the service to drop its rules or to hand over what it works with, rather than what a document says.
 * Data, so that a rule can be read and argued with. English; each is tested on questions that it must and must not match.
 */
const UNSAFE: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|your|all|these)\b.{0,40}\b(?:instruction|prompt|rule|polic|guardrail|restriction)/is,
  /\b(?:reveal|print|show|repeat|output|tell|give|display|leak)\b.{0,40}\b(?:system|hidden|secret|initial|developer)\s+(?:prompt|instruction|message|key)/is,
  /\b(?:you are|act as|pretend to be|behave as)\b.{0,40}\b(?:dan|jailbroken|unrestricted|developer mode|without (?:any )?(?:rules|restrictions))\b/is,
  /\b(?:bypass|disable|turn off|circumvent)\b.{0,40}\b(?:filter|safety|access (?:rule|check|control)|redaction|permission|guardrail)/is,
  /\b(?:list|reveal|show|give|decode|unmask|de-?anonymi[sz]e)\b.{0,40}\b(?:real|original|actual|true)\b.{0,30}\b(?:name|value|person|identit)\w*.{0,40}\b(?:behind|of) (?:the )?placeholder/is,
];

export function isUnsafeQuestion(question: string): boolean {
  return UNSAFE.some((rule) => rule.test(question));
}
