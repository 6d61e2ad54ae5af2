import * as z from 'zod';

const StateSchema = z.looseObject({
  Type: z.string(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).default([]),
  Catch: z.array(z.looseObject({ Next: z.string() })).default([]),
  ItemProcessor: z.looseObject({ States: z.record(z.string(), z.unknown()) }).optional(),
});

/** Every state of a definition, every way out of its choices, every retrier and every catcher, as a line of text each. */
export function branchesOf(states: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(states).flatMap(([name, unparsed]) => {
    const { Default, Choices, Retry, Catch, ItemProcessor } = StateSchema.parse(unparsed);
    const ways = [...Choices.map(({ Next }) => Next), ...(Default === undefined ? [] : [Default])];
    return [
      entered(name),
      ...ways.map((next) => chosen(name, next)),
      ...Retry.map(({ ErrorEquals }) => retried(name, ErrorEquals)),
      ...Catch.map(({ Next }) => caught(name, Next)),
      ...(ItemProcessor === undefined ? [] : branchesOf(ItemProcessor.States)),
    ];
  });
}

/** What an execution did, as far as it tells of branches: in the interpreter's words, whoever ran it. */
export type BranchEvent =
  | { readonly type: 'StateEntered'; readonly state: { readonly name: string; readonly type: string } }
  | {
      readonly type: 'StateRetried';
      readonly state: { readonly name: string };
      readonly retry: { readonly retrier: { readonly ErrorEquals: readonly string[] } };
    }
  | {
      readonly type: 'StateCaught';
      readonly state: { readonly name: string };
      readonly catch: { readonly catcher: { readonly Next: string } };
    };

/** Gathers, in the same words, what executions really did. One at a time: the state after a choice is its way out. */
export function takenBranches(): {
  readonly taken: ReadonlySet<string>;
  readonly note: (event: BranchEvent | { readonly type: string }) => void;
} {
  const taken = new Set<string>();
  let choice: string | undefined;
  return {
    taken,
    note: (any) => {
      const event = any as BranchEvent; // Those of other types are passed over.
      if (event.type === 'StateRetried') taken.add(retried(event.state.name, event.retry.retrier.ErrorEquals));
      if (event.type === 'StateCaught') taken.add(caught(event.state.name, event.catch.catcher.Next));
      if (event.type !== 'StateEntered') return;
      taken.add(entered(event.state.name));
      if (choice !== undefined) taken.add(chosen(choice, event.state.name));
      choice = event.state.type === 'Choice' ? event.state.name : undefined;
    },
  };
}

function entered(state: string): string {
  return `${state} runs`;
}

function chosen(state: string, next: string): string {
  return `${state} chooses ${next}`;
}

function retried(state: string, errors: readonly string[]): string {
  return `${state} is tried again after ${errors.join(', ')}`;
}

function caught(state: string, next: string): string {
  return `${state} hands its failure to ${next}`;
}
