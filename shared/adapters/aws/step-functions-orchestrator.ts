import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Orchestrator } from '../../ports/orchestrator.ts';
import { awsCall } from './aws-call.ts';

export interface StepFunctionsOrchestratorOptions {
  readonly client: Pick<SFNClient, 'send'>;
  readonly stateMachineArn: string;
}

/** A standard state machine, which refuses a name for 90 days after its execution has ended. */
export function stepFunctionsOrchestrator({ client, stateMachineArn }: StepFunctionsOrchestratorOptions): Orchestrator {
  return {
    start: (name, input, signal) =>
      awsCall('Step Functions did not start the execution', signal, async (options) => {
        const execution = { stateMachineArn, name, input: JSON.stringify(input) };
        await client.send(new StartExecutionCommand(execution), options).catch(ignoreStarted);
      }),
  };
}

function ignoreStarted(cause: unknown): void {
  if (!(cause instanceof ExecutionAlreadyExists)) throw cause;
}
