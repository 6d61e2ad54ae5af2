import { ofType } from '../templates.ts';
import { named, referredBy, valueAt } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

export const LOG_RULES: readonly TemplateRule[] = [
  {
    name: 'every log group ends its lines after some days',
    because: 'without a number CloudWatch keeps them for ever',
    violations: (environment) =>
      ofType(environment, 'AWS::Logs::LogGroup')
        .filter(({ Properties }) => !(Number(Properties['RetentionInDays']) > 0))
        .map((one) => named(one)),
  },
  {
    name: 'every function writes to a log group of the template',
    because: 'the group that Lambda makes by itself has no retention and outlives its stack',
    violations: (environment) =>
      ofType(environment, 'AWS::Lambda::Function')
        .filter((one) => {
          const group = referredBy(one, valueAt(one.Properties, 'LoggingConfig', 'LogGroup'), environment);
          return group?.Type !== 'AWS::Logs::LogGroup';
        })
        .map((one) => named(one)),
  },
  {
    name: 'every state machine logs its errors, without what its states hold',
    because: 'a log is kept longer than a document',
    violations: (environment) =>
      ofType(environment, 'AWS::StepFunctions::StateMachine')
        .filter(({ Properties }) => {
          const { Destinations, IncludeExecutionData, Level } = Object(Properties['LoggingConfiguration']);
          return !Destinations?.length || IncludeExecutionData !== false || !['ERROR', 'ALL'].includes(Level);
        })
        .map((one) => named(one)),
  },
  {
    name: 'every stage of an API logs its requests, and no bodies',
    because: 'bodies are questions and answers',
    violations: (environment) =>
      ofType(environment, 'AWS::ApiGateway::Stage')
        .filter(({ Properties }) => {
          const traced = JSON.stringify(Properties['MethodSettings'] ?? []).includes('"DataTraceEnabled":true');
          return traced || valueAt(Properties, 'AccessLogSetting', 'DestinationArn') === undefined;
        })
        .map((one) => named(one)),
  },
];
