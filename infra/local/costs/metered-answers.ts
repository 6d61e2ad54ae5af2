import type { PastAnswer } from '#shared/domain/past-answer.ts';
import { byTenant } from './by-tenant.ts';

/** What answers to a tenant's people cost. */
export interface AnsweredTenant {
  readonly tenantId: string;
  /** Questions that came to an answer or a refusal. */
  readonly questions: number;
  /** Of these, answers. */
  readonly answered: number;
  /** Of these, those that their readers called helpful, and unhelpful. */
  readonly accepted: number;
  readonly declined: number;
  /** Questions whose claims were remembered from an earlier answer: no model was asked for them. */
  readonly remembered: number;
  /** What models cost, refusals included. */
  readonly dollars: number;
  /** Of that, for each answer and each accepted one; nothing where there is none. */
  readonly dollarsAnAnswer?: number | undefined;
  readonly dollarsAnAccepted?: number | undefined;
  /** Questions of a release that did not meter, or with a model that the price file does not know. */
  readonly unknown: number;
}

export interface AnsweredTenants {
  /** By their ids. */
  readonly tenants: readonly AnsweredTenant[];
  readonly total: Omit<AnsweredTenant, 'tenantId'>;
}

/** Adds up what receipts say, tenant by tenant. */
export function meteredAnswers(answers: readonly PastAnswer[]): AnsweredTenants {
  return byTenant(answers, sumOf);
}

function sumOf(answers: readonly PastAnswer[]): AnsweredTenants['total'] {
  const count = (is: (answer: PastAnswer) => boolean) => answers.filter(is).length;
  const answered = count(({ outcome }) => outcome === 'answered');
  const accepted = count(({ verdict }) => verdict === 'helpful');
  const dollars = answers.reduce((sum, { cost }) => sum + (cost?.dollars ?? 0), 0);
  return {
    ...{ questions: answers.length, answered, accepted, dollars },
    declined: count(({ verdict }) => verdict === 'unhelpful'),
    remembered: count(({ isRemembered }) => isRemembered),
    ...(answered > 0 && { dollarsAnAnswer: dollars / answered }),
    ...(accepted > 0 && { dollarsAnAccepted: dollars / accepted }),
    unknown: count(({ cost }) => cost === undefined || cost.uses.some(({ basis }) => basis === 'unpriced')),
  };
}
