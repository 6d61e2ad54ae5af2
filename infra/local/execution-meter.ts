import type { StateMachine } from 'aws-local-stepfunctions';

/** What the interpreter says of a run, as it happens. */
export type ExecutionEvent = ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer E> ? E : never;

/** What one execution would weigh in Step Functions. */
export interface ExecutionFigures {
  /** Events of its history. Those of batches that a failed Map gave up are counted as if they had ended. */
  readonly historyEvents: number;
  /** The largest input or output of a state, a task, a Map or the execution, in bytes of JSON in UTF-8. */
  readonly largestPayloadBytes: number;
}

export interface ExecutionMeter {
  readonly figures: () => ExecutionFigures;
  /** Whether a final state was entered: the execution then ended as its definition has it. */
  readonly reachedEnd: () => boolean;
  note(event: ExecutionEvent): void;
  /** Says what went into a task or came out of it, which the events do not tell. */
  notePayload(payload: unknown): void;
}

/** Of any input or output. Source: Step Functions developer guide, "Step Functions service quotas". */
const MAX_PAYLOAD_BYTES = 256 * 1024;

/** Scheduled, started, and succeeded, failed or timed out: of each try of a Lambda function. */
const EVENTS_OF_A_TRY = 3;

/** Entered and exited. */
const EVENTS_OF_A_STATE = 2;

/** Started, and succeeded, failed or aborted: of an execution, of a Map, of each of its iterations. */
const EVENTS_OF_A_RUN = 2;

/**
 * Counts what an execution does, as the history of a Standard workflow would list it: an execution and an iteration
 * start and end; a state is entered and exited, but for `Fail`, which is only entered; a Map starts and ends besides;
 * each try of a task is scheduled, started and ended. Ends are counted with their beginnings, for every one comes.
 *
 * Source of the event types: Step Functions API reference, "HistoryEvent"; of their order: the developer guide,
 * "Viewing execution details". Calls `onTooLarge` once a payload is over what Step Functions takes.
 */
export function executionMeter(onTooLarge: () => void): ExecutionMeter {
  const resultBytes = new Map<string, number>(); // By the name of the Map.
  let historyEvents = 0;
  let largestPayloadBytes = 0;
  let hasEnded = false;

  const noteBytes = (bytes: number) => {
    largestPayloadBytes = Math.max(largestPayloadBytes, bytes);
    if (bytes > MAX_PAYLOAD_BYTES) onTooLarge();
  };
  const notePayload = (payload: unknown) => noteBytes(bytesOf(payload));
  /** Results of a Map come together before `ResultPath` discards them, so that they count even then. */
  const noteIteration = (map: string, output: unknown) => {
    const bytes = (resultBytes.get(map) ?? '[]'.length) + bytesOf(output) + ','.length;
    resultBytes.set(map, bytes);
    noteBytes(bytes);
  };

  return {
    figures: () => ({ historyEvents, largestPayloadBytes }),
    reachedEnd: () => hasEnded,
    notePayload,
    note: (event) => {
      historyEvents += weightOf(event);
      if (event.type === 'StateEntered') {
        notePayload(event.state.input);
        hasEnded ||= event.index === undefined && isFinal(event.state.type);
      }
      if (event.type === 'StateExited') notePayload(event.state.output);
      if (event.type === 'MapIterationSucceeded') {
        noteIteration(event.parentState.name, 'output' in event ? event.output : null);
      }
    },
  };
}

function weightOf(event: ExecutionEvent): number {
  switch (event.type) {
    case 'ExecutionStarted':
    case 'MapIterationStarted':
      return EVENTS_OF_A_RUN;
    case 'StateEntered':
      return weightOfState(event.state.type);
    case 'StateRetried':
      return event.state.type === 'Task' ? EVENTS_OF_A_TRY : 0;
    default:
      return 0;
  }
}

function weightOfState(type: string): number {
  if (type === 'Fail') return 1;
  if (type === 'Task') return EVENTS_OF_A_STATE + EVENTS_OF_A_TRY;
  return type === 'Map' ? EVENTS_OF_A_STATE + EVENTS_OF_A_RUN : EVENTS_OF_A_STATE;
}

function isFinal(type: string): boolean {
  return type === 'Succeed' || type === 'Fail';
}

function bytesOf(payload: unknown): number {
  return Buffer.byteLength(JSON.stringify(payload ?? null));
}
