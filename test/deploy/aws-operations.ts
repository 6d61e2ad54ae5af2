/** A command of AWS's own that the emulator does not know, or cannot do, and so was run nowhere. */
export interface NotRun {
  readonly notRun: string;
}

const SILENT = /^(\{\})?$/;

/**
 * Operations of AWS's own command line that documents on operations may ask for, each with what it prints when it has done
 * its work on the deployed product: `npm run test:deploy` runs them.
 */
export const AWS_OPERATIONS: Readonly<Record<string, RegExp | NotRun>> = {
  'cloudformation list-stack-resources': /^LedgerTable\w+\s+affidavit-prod-/m,
  'cloudwatch describe-alarms': /"MetricAlarms"/,
  'cloudwatch get-metric-statistics': /"Datapoints"/,
  'cognito-idp admin-disable-user': SILENT,
  'dynamodb restore-table-to-point-in-time': /"TableName": "[^"]+-restored"/,
  'events disable-rule': SILENT,
  'events enable-rule': SILENT,
  'events list-rules': /"Name": "affidavit-prod-\S+ObjectChanged/,
  'lambda delete-function-concurrency': SILENT,
  'lambda get-function-concurrency': /^(\{\})?$|"ReservedConcurrentExecutions": \d/, // Nothing where nobody bounds it.
  'lambda invoke': /"StatusCode": 200/,
  'lambda put-function-concurrency': /"ReservedConcurrentExecutions": 0/,
  'logs filter-log-events': /"events"/,
  'logs get-query-results': /"status": "\w+"/,
  'logs start-query': /"queryId": "\S+"/,
  'opensearch describe-domain-health': { notRun: 'the emulator knows no health of a domain' },
  's3api get-bucket-lifecycle-configuration': {
    notRun: 'the emulator keeps no lifecycle of what CloudFormation makes',
  },
  's3api get-bucket-notification-configuration': /"EventBridgeConfiguration"/,
  'secretsmanager get-random-password': /^[A-Za-z0-9]{64}$/m,
  'secretsmanager put-secret-value': /"VersionId"/,
  'sns subscribe': /"SubscriptionArn"/,
  'sqs get-queue-attributes': /"ApproximateNumberOfMessages": "\d+"/,
  'sqs get-queue-url': /"QueueUrl": "\S+affidavit-prod-admission-not-admitted"/,
  'sqs purge-queue': SILENT,
  'sqs receive-message': /^$|"Messages"/,
  'sqs start-message-move-task': { notRun: 'the emulator moves no messages back' },
  'stepfunctions describe-execution': /"status": "\w+"/,
  'stepfunctions list-executions': /"executions"/,
  'sts get-caller-identity': /"Account": "\d{12}"/,
};
