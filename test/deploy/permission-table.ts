import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { EmulatedAws } from './emulated-aws.ts';
import type { RecordedCall } from './recorded-call.ts';

/** What one function may do, and what it did. */
export interface FunctionPermissions {
  readonly name: string;
  /** Actions that it called and may call. */
  readonly called: readonly string[];
  /** Actions that it called and may not call. */
  readonly missing: readonly string[];
  /** Actions that it may call and did not. */
  readonly unused: readonly string[];
}

const DecisionSchema = z.object({
  accessKeyId: z.string(),
  action: z.string(),
  resource: z.string(),
  isAllowed: z.boolean(),
});

const Listed = z.union([z.string().array(), z.string().transform((one) => [one])]);
const PolicySchema = z.object({
  Type: z.literal('AWS::IAM::Policy'),
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(z.object({ Action: Listed, Resource: z.unknown() })) }),
  }),
});
const TemplateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });

/** Why an action that a function may call is not among the recorded calls; some reasons are one function's own. */
const UNUSED_REASONS: Readonly<Record<string, string>> = {
  'kms:Decrypt': 'S3 asks for it on behalf of the function when it reads; the emulator does not encrypt.',
  'kms:GenerateDataKey': 'S3 asks for it on behalf of the function when it writes; the emulator does not encrypt.',
  'logs:CreateLogStream': 'Lambda writes the log, and not the code.',
  'logs:PutLogEvents': 'Lambda writes the log, and not the code.',
  'xray:PutTraceSegments': 'Lambda sends the traces, and not the code.',
  'xray:PutTelemetryRecords': 'Lambda sends the traces, and not the code.',
  'sqs:ReceiveMessage': "Lambda's poller reads the queue with the function's role.",
  'sqs:DeleteMessage': "Lambda's poller reads the queue with the function's role.",
  'sqs:ChangeMessageVisibility': "Lambda's poller reads the queue with the function's role.",
  'sqs:GetQueueAttributes': "Lambda's poller reads the queue with the function's role.",
  'sqs:GetQueueUrl': "Lambda's poller reads the queue with the function's role.",
  'es:ESHttpGet': 'Looks at the mapping go with every use of the index; writers have none to make here.',
  'es:ESHttpPost': 'Searches and writes go with every use of the index; a first deployment makes none.',
  'extract s3:GetObject': 'Textract reads a scan with the rights of the function that begins the job.',
  's3:ListBucket': 'Not a call: with it S3 says "missing" and not "forbidden" of a key that is not there.',
  'dispatch sqs:SendMessage': 'Lambda puts calls that failed aside with the role of the function; none failed.',
  'canary sqs:SendMessage': 'Lambda puts calls that failed aside with the role of the function; none failed.',
  'prepare-index sqs:SendMessage': 'Lambda puts calls that failed aside with the role of the function; none failed.',
  'canary s3:DeleteObjectVersion':
    'Of versions that are deleted together, the emulator looks at the first as at s3:DeleteObject; its document has one.',
  'prepare-index dynamodb:GetItem': 'A reindex reads the facts of documents; a deployment makes none.',
  'redrive sqs:SendMessage': 'Sends again what admission had refused for want of a rule; no document of the run was.',
  'prepare-index es:ESHttpDelete':
    'Drops a generation of the index when an operator asks for it; a deployment does not.',
};

function reasonOf(name: string, action: string): string | undefined {
  return UNUSED_REASONS[`${name} ${action}`] ?? UNUSED_REASONS[action];
}

/**
 * Compares every call of the deployed functions, as the emulator's IAM, the search front and the stand-in for Bedrock
 * recorded it, with the synthesized policies. A call that IAM refused is missing whatever the policy names.
 */
export async function permissionTable(aws: EmulatedAws, templates: readonly unknown[]): Promise<FunctionPermissions[]> {
  const calls = await recordedCalls(aws);
  const allowed = templates.flatMap(policiesIn);
  const functions = [...(await aws.keys.all())].filter(([, { environment }]) => environment === 'dev');
  return functions.map(([accessKeyId, { name }]) => {
    const statements = allowed
      .filter((policy) => policy.role === name.replaceAll('-', ''))
      .flatMap(({ grants }) => grants);
    const own = calls.filter((call) => call.accessKeyId === accessKeyId);
    const isGranted = ({ action, resource, isAllowed }: (typeof own)[number]) =>
      isAllowed &&
      statements.some((grant) => grant.actions.includes(action) && covers(grant.resource, action, resource));
    const actions = (each: readonly { readonly action: string }[]) =>
      [...new Set(each.map(({ action }) => action))].sort();
    const called = actions(own.filter(isGranted));
    const granted = [...new Set(statements.flatMap((grant) => grant.actions))].sort();
    return {
      ...{ name, called, missing: actions(own.filter((call) => !isGranted(call))) },
      unused: granted.filter((action) => !called.includes(action)),
    };
  });
}

async function recordedCalls({ decisions, search, bedrock, textract }: EmulatedAws) {
  const lines = (await readFile(decisions, 'utf8')).trim().split('\n');
  const decided = lines.map((line) => DecisionSchema.parse(JSON.parse(line)));
  const elsewhere = (call: RecordedCall) => ({ ...call, isAllowed: true });
  return [
    ...decided,
    ...search.calls.map(elsewhere),
    ...bedrock.calls.map(elsewhere),
    ...textract.calls.map(elsewhere),
  ];
}

/**
 * Whether the statement is about this resource. The emulator has matched the ARNs of what it decided; models are named by
 * their ids, and requests of the search domain by their paths, which every statement about them covers whole.
 */
function covers(resource: string, action: string, called: string): boolean {
  return action.startsWith('bedrock:') ? resource.includes(called) : true;
}

interface RolePolicy {
  /** The function's name without dashes, as logical ids have it. */
  readonly role: string;
  readonly grants: readonly { readonly actions: readonly string[]; readonly resource: string }[];
}

function policiesIn(template: unknown): RolePolicy[] {
  return Object.entries(TemplateSchema.parse(template).Resources).flatMap(([id, resource]) => {
    const [, role] = /^([a-z]+)RoleDefaultPolicy/.exec(id) ?? [];
    const policy = PolicySchema.safeParse(resource);
    if (role === undefined || !policy.success) return [];
    const grants = policy.data.Properties.PolicyDocument.Statement.map(({ Action, Resource }) => ({
      actions: Action,
      resource: JSON.stringify(Resource),
    }));
    return [{ role, grants }];
  });
}

/** A line for each function, and one for each action that it did not call. */
export function permissionLines(table: readonly FunctionPermissions[]): string[] {
  return table.flatMap(({ name, called, missing, unused }) => [
    `${name}: calls made ${called.length}, allowed ${called.length + unused.length}, missing ${missing.length}`,
    ...called.map((action) => `  called   ${action}`),
    ...missing.map((action) => `  MISSING  ${action}`),
    ...unused.map((action) => `  unused   ${action}: ${reasonOf(name, action) ?? 'no reason known'}`),
  ]);
}

/** Actions that some function may call and did not, for no reason that is known. */
export function unexplained(table: readonly FunctionPermissions[]): string[] {
  const all = table.flatMap(({ name, unused }) => unused.map((action) => ({ name, action })));
  return all
    .filter(({ name, action }) => reasonOf(name, action) === undefined)
    .map(({ name, action }) => `${name} ${action}`);
}
