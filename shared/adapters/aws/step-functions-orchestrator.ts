import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionStatus, Orchestrator } from '../../ports/orchestrator.ts';
import { awsCall, type CallOptions } from './aws-call.ts';

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

    status: (name, signal) =>
      awsCall('Step Functions did not describe the execution', signal, (options) =>
        statusOf(client, `${executionsOf(stateMachineArn)}:${name}`, options),
      ),
  };
}

async function statusOf(
  client: Pick<SFNClient, 'send'>,
  executionArn: string,
  options: CallOptions,
): Promise<ExecutionStatus> {
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }), options);
    return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
  } catch (cause) {
    if (cause instanceof ExecutionDoesNotExist) return 'absent';
    throw cause;
  }
}

/** Source: Service authorization reference, "Resource types defined by AWS Step Functions": the ARN of an execution. */
function executionsOf(stateMachineArn: string): string {
  return stateMachineArn.replace(':stateMachine:', ':execution:');
}

function ignoreStarted(cause: unknown): void {
  if (!(cause instanceof ExecutionAlreadyExists)) throw cause;
}
