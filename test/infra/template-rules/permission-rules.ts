import { named, resourcePolicies, rolePolicies, type Statement } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

/** Calls for which a service knows no resources, so that a policy has to say `*`. */
const WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  ...reasoned('X-Ray takes segments from whoever may send any. Source: service authorization reference, X-Ray.', [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
  ]),
  ...reasoned('Deliveries of logs are of the account. Source: Step Functions developer guide, "Logging".', [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ]),
};

/** Patterns of actions that a policy of a resource may allow. */
const PATTERNS_OF_RESOURCES: Readonly<Record<string, string>> = {
  'kms:*': 'For the account itself: without it nobody could ever change the policy of the key. Source: KMS guide.',
  ...reasoned(
    'For callers of the account through Secrets Manager, which asks for both. Source: its guide, "Encryption".',
    ['kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  ),
};

export const PERMISSION_RULES: readonly TemplateRule[] = [
  {
    name: 'no role is allowed a pattern of actions',
    because: 'it would grow with every action that the service comes to have',
    violations: (environment) =>
      rolePolicies(environment).flatMap(([one, statement]) =>
        patternsOf(statement).map((pattern) => named(one, pattern)),
      ),
  },
  {
    name: 'no role is allowed a call on every resource, unless the service knows no resources',
    because: 'a role reaches what is of its environment, and another environment stands beside it',
    violations: (environment) =>
      rolePolicies(environment)
        .filter(([, { Effect, Resource, NotResource }]) => {
          return Effect === 'Allow' && (NotResource !== undefined || Resource === undefined || Resource.includes('*'));
        })
        .flatMap(([one, { Action = [] }]) =>
          Action.map(String)
            .filter((action) => !(action in WITHOUT_RESOURCES))
            .map((action) => named(one, action)),
        ),
  },
  {
    name: 'no policy of a resource allows a pattern of actions, but to the account that owns a key',
    because: 'who is let in is let in for what it does',
    violations: (environment) =>
      resourcePolicies(environment).flatMap(([one, statement]) =>
        patternsOf(statement)
          .filter((pattern) => !(pattern in PATTERNS_OF_RESOURCES && ownsKey(statement)))
          .map((pattern) => named(one, pattern)),
      ),
  },
];

function reasoned(because: string, actions: readonly string[]): Record<string, string> {
  return Object.fromEntries(actions.map((action) => [action, because]));
}

function patternsOf({ Effect, Action = [], NotAction }: Statement): string[] {
  if (Effect !== 'Allow') return [];
  return [
    ...Action.map(String).filter((action) => /[*?]/.test(action)),
    ...(NotAction === undefined ? [] : ['NotAction']),
  ];
}

function ownsKey({ Principal }: Statement): boolean {
  const arn = JSON.stringify(Principal ?? null);
  return arn.includes('{"Ref":"AWS::AccountId"},":root"') && !arn.includes('*');
}
