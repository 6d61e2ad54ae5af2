import { describe, expect, it } from 'vitest';
import { type LocalFunction, localFunction } from '#infra/local/local-function.ts';
import { localStateMachine, type PipelineTemplate } from '#infra/local/state-machine.ts';
import { INGEST_STEPS } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';

const template = await cachedTemplate();
const INPUT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };

/** Every step, noting its name in `calls` and answering what the steps after it read. */
function notingSteps(calls: string[], overrides: Record<string, LocalFunction> = {}): Record<string, LocalFunction> {
  const steps = INGEST_STEPS.map((step): [string, LocalFunction] => [
    step,
    async (event) => {
      calls.push(step);
      return { ...(event as object), outcome: 'new', batches: [0, 1], documentClass: 'policy', language: 'en' };
    },
  ]);
  const noted = Object.entries(overrides).map(([step, run]): [string, LocalFunction] => [
    step,
    (event) => {
      calls.push(step);
      return run(event);
    },
  ]);
  return { ...Object.fromEntries(steps), ...Object.fromEntries(noted) };
}

interface Definition {
  readonly States: Record<string, { Next?: string }>;
}

/** The template with its definition changed, as an edit of the stack would change it. */
function edited(edit: (definition: Definition) => void): PipelineTemplate {
  const copy = structuredClone(template);
  const machine = Object.values(copy.Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  const join = machine?.Properties?.['DefinitionString'] as { 'Fn::Join': [string, unknown[]] };
  // References stand between the texts; numbered marks keep their places while the whole is edited.
  const references = join['Fn::Join'][1].filter((part) => typeof part !== 'string');
  let marks = 0;
  const marked = join['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : `@@${marks++}@@`)).join('');
  const definition = JSON.parse(marked) as Definition;
  edit(definition);
  const parts = JSON.stringify(definition).split(/@@(\d+)@@/);
  join['Fn::Join'][1] = parts.map((part, at) => (at % 2 === 0 ? part : references[Number(part)]));
  return copy;
}

/** Makes every state that leads to `from` lead to `to`. */
function redirect({ States }: Definition, from: string, to: string): void {
  for (const state of Object.values(States)) if (state.Next === from) state.Next = to;
}

describe('the local run', () => {
  it('calls the steps of the synthesized state machine in their order, batches in a Map', async () => {
    const calls: string[] = [];

    const { outcome } = await localStateMachine(template, notingSteps(calls)).run(INPUT);

    expect(outcome).toBe('succeeded');
    expect(calls.filter((step) => !['redact', 'embed', 'index-chunks'].includes(step))).toEqual([
      'identify',
      'extract',
      'classify',
      'chunk',
      'publish',
    ]);
    expect(calls.filter((step) => step === 'redact')).toHaveLength(2);
    expect(calls.filter((step) => step === 'embed')).toHaveLength(2);
    expect(calls.filter((step) => step === 'index-chunks')).toHaveLength(2);
  });

  it('goes from identify to publish when the bytes are unchanged', async () => {
    const calls: string[] = [];
    const steps = notingSteps(calls, { identify: async (event) => ({ ...(event as object), outcome: 'unchanged' }) });

    await localStateMachine(template, steps).run(INPUT);

    expect(calls).toEqual(['identify', 'publish']);
  });

  it('ends in reject, and by the name of the failure, when a step fails for good', async () => {
    const calls: string[] = [];
    const steps = notingSteps(calls, {
      extract: async () => {
        throw new PipelineFailure('DocumentEncrypted', 'asks for a password');
      },
    });

    const { outcome } = await localStateMachine(template, steps).run(INPUT);

    expect(calls).toEqual(['identify', 'extract', 'reject']);
    expect(outcome).toBe('DocumentEncrypted');
  });

  it('lets a task wait longer for its turn than its Lambda may run, in a Map too', async () => {
    const hasty = edited(({ States }) => {
      const setTimeouts = (states: Record<string, object>): void => {
        for (const state of Object.values(states)) {
          if ('TimeoutSeconds' in state) Object.assign(state, { TimeoutSeconds: 1e-3 });
          if ('ItemProcessor' in state)
            setTimeouts((state.ItemProcessor as typeof state & { States: typeof states }).States);
        }
      };
      setTimeouts(States);
    });
    const slow: LocalFunction = async (event) => {
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return event;
    };

    const { outcome } = await localStateMachine(hasty, notingSteps([], { redact: slow, chunk: slow })).run(INPUT);

    expect(outcome).toBe('succeeded');
  });

  it('hands JSON alone to a function, and JSON alone back', async () => {
    const seen: unknown[] = [];
    const echo = localFunction(async (event: unknown) => {
      seen.push(event);
      return { at: new Date(0) };
    });

    const output = await echo({ when: new Date(0), nothing: undefined });

    expect(seen).toEqual([{ when: '1970-01-01T00:00:00.000Z' }]);
    expect(output).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });
});

describe('a changed template changes the local run', () => {
  it('drops a step', async () => {
    const calls: string[] = [];
    const shorter = edited((definition) => {
      redirect(definition, 'classify', definition.States['classify']?.Next ?? '');
      delete definition.States['classify'];
    });

    await localStateMachine(shorter, notingSteps(calls)).run(INPUT);

    expect(calls).not.toContain('classify');
    expect(calls.at(-1)).toBe('publish');
  });

  it('renames a state, and the renamed state still calls its function', async () => {
    const calls: string[] = [];
    const renamed = edited((definition) => {
      redirect(definition, 'classify', 'tell-what-it-is');
      definition.States['tell-what-it-is'] = definition.States['classify'] ?? {};
      delete definition.States['classify'];
    });

    const machine = localStateMachine(renamed, notingSteps(calls));
    await machine.run(INPUT);

    expect(machine.tasks.get('tell-what-it-is')).toBe('classify');
    expect(machine.tasks.has('classify')).toBe(false);
    expect(calls).toContain('classify');
  });

  it('does not start when it calls a function that is not there', () => {
    const { classify: _dropped, ...steps } = notingSteps([]);

    expect(() => localStateMachine(template, steps)).toThrow('classify');
  });
});
