import { type FailureName, failureTraits } from './failures.ts';

/** Which run of a function it is. */
export interface ActivityRun {
  /** Folder of the function, such as `extract`. */
  readonly function: string;
  /** Lambda's id of the call, or the queue's of the message. */
  readonly invocationId?: string | undefined;
}

/** What the run was about: ids of ours and of the services. */
export interface ActivitySubject {
  readonly tenantId?: string | undefined;
  readonly documentId?: string | undefined;
  readonly attempt?: number | undefined;
  /** Name of the execution of the state machine that a step belongs to. */
  readonly execution?: string | undefined;
  /** API Gateway's id of the request, which the problem document names too. */
  readonly requestId?: string | undefined;
  /** Method and path with its parameters' names, such as `GET /v1/answers/{id}`. */
  readonly route?: string | undefined;
}

/** How it ended. */
export interface ActivityEnd extends ActivitySubject {
  readonly outcome: 'succeeded' | 'abandoned' | FailureName;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** Messages of a batch, and those of them that failed. */
  readonly messages?: number | undefined;
  readonly failedMessages?: number | undefined;
  /** Of the failure. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export interface Activity extends ActivityRun, ActivityEnd {
  readonly milliseconds: number;
}

export type ActivityLevel = 'info' | 'warn' | 'error';

type Field = string | number | boolean;

const ID = /^[\w.:-]{1,128}$/;
const WORD = /^[\w.:/-]{1,100}$/;

/** Every field that a line of the log may have, and what its text has to look like. Nothing else is ever written. */
const TEXT_FIELDS = {
  function: /^[a-z-]{1,40}$/,
  invocationId: ID,
  outcome: /^[A-Za-z]{1,40}$/,
  tenantId: /^[a-z0-9-]{1,63}$/,
  documentId: /^[0-9a-f]{32}$/,
  execution: /^[0-9a-f]{32}-[0-9a-f]{12}-p\w+-a\d+$/,
  requestId: ID,
  route: /^[A-Z]{1,10} \/v1(?:\/[a-z.{}]+)+$/,
} as const satisfies Partial<Record<keyof Activity, RegExp>>;

const NUMBER_FIELDS = ['milliseconds', 'attempt', 'status', 'messages', 'failedMessages'] as const;

/**
 * Details of failures whose values are words of ours or of a service: names of errors and models, ids, states. Numbers
 * and truth values pass under any name. A new name is written only once it stands here.
 */
const WORD_DETAILS = [
  'circuit',
  'configured',
  'defect',
  'documentId',
  'error',
  'finishReason',
  'kind',
  'language',
  'model',
  'needed',
  'offered',
  'place',
  'status',
  'stopReason',
  'stored',
];

/**
 * A run as the fields of one line of the log. What is not on the list, or does not look as its field has to, is left out:
 * no sentence, name of a file or value that somebody put in the place of an id comes through.
 */
export function activityFields(activity: Activity): Readonly<Record<string, Field | Readonly<Record<string, Field>>>> {
  const fields: Record<string, Field | Readonly<Record<string, Field>>> = {};
  for (const [name, shape] of Object.entries(TEXT_FIELDS)) {
    const value: unknown = Reflect.get(activity, name);
    if (typeof value === 'string' && shape.test(value)) fields[name] = value;
  }
  for (const name of NUMBER_FIELDS) {
    const value = activity[name];
    if (Number.isFinite(value)) fields[name] = Number(value);
  }
  const details = detailFields(activity.details ?? {});
  return Object.keys(details).length === 0 ? fields : { ...fields, details };
}

/** What somebody is to look at: a defect is an error, a failure of ours a warning, a refused request is not ours. */
export function activityLevel({ outcome }: Pick<Activity, 'outcome'>): ActivityLevel {
  if (outcome === 'succeeded' || outcome === 'abandoned') return 'info';
  if (outcome === 'Unexpected') return 'error';
  const { outcome: fate, status } = failureTraits(outcome);
  return fate === 'dropped' || (fate === 'none' && status < 500) ? 'info' : 'warn';
}

function detailFields(details: Readonly<Record<string, unknown>>): Record<string, Field> {
  const kept = Object.entries(details).filter(([name, value]) => /^\w{1,40}$/.test(name) && isPlain(name, value));
  return Object.fromEntries(kept) as Record<string, Field>; // By the check above.
}

function isPlain(name: string, value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return true;
  return WORD_DETAILS.includes(name) && typeof value === 'string' && WORD.test(value);
}
