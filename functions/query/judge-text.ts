import { DEFAULT_POLICY } from '#shared/domain/default-policy.ts';
import { brokenRule, type Policy, type PolicyRule, type PolicySide } from '#shared/domain/policy.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { Guardrail } from '#shared/ports/guardrail.ts';

export interface JudgingPorts {
  /** What is refused beside what nothing answers; the rules that always hold without it. */
  readonly policy?: Policy | undefined;
  /** Asked about what breaks no rule. */
  readonly guardrail?: Guardrail | undefined;
}

export type BrokenRule = Pick<PolicyRule, 'refusal' | 'note'>;

const STOPPED_BY_GUARDRAIL: BrokenRule = {
  refusal: 'not-permitted',
  note: 'The content rules of this service do not permit this.',
};

/** Whether anybody looks at answers as a whole: then none of their claims may be sent before. */
export function judgesAnswers({ policy = DEFAULT_POLICY, guardrail }: JudgingPorts): boolean {
  return guardrail !== undefined || policy.rules.some(({ on }) => on.includes('answer'));
}

/** The rule that a text breaks. `whole` may be as raw as a person wrote it; the guardrail, a service, sees `redacted`. */
export async function judgeText(
  side: PolicySide,
  { whole, redacted }: { readonly whole: string; readonly redacted: RedactedText },
  { policy = DEFAULT_POLICY, guardrail }: JudgingPorts,
  signal: AbortSignal,
): Promise<BrokenRule | undefined> {
  const broken = brokenRule(policy, side, whole);
  if (broken !== undefined || guardrail === undefined) return broken;
  return (await guardrail.judge(side, redacted, signal)).blocks ? STOPPED_BY_GUARDRAIL : undefined;
}
