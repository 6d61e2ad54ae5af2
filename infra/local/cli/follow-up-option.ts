import { Option } from 'commander';
import { repeated } from './option-values.ts';

export interface FollowUpOptions {
  readonly followUp?: readonly string[];
}

/** Questions that were asked before, for commands whose question may lean on them. */
export function followUpOption(): Option {
  return new Option(
    '--follow-up <question>',
    'an earlier question that this one follows; may be repeated, oldest first',
  ).argParser(repeated);
}

/** The same as the API takes it. */
export function turnsOf({ followUp }: FollowUpOptions): { readonly turns?: readonly { readonly question: string }[] } {
  return followUp === undefined ? {} : { turns: followUp.map((question) => ({ question })) };
}
