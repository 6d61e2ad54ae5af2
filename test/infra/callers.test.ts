import { App, Stack } from 'aws-cdk-lib';
import { CfnUserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { UserDirectory } from '#infra/aws/constructs/user-directory.ts';
import { usageKeyOf } from '#shared/contracts/authorizer.ts';
import { EVERY_OPTION } from './every-option.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { lambdaOf, methodsOf, ofType, permissionsOf } from './templates.ts';

const prod = synthesizedEnvironment('prod');
const every = synthesizedEnvironment(EVERY_OPTION);

describe('usage plans', () => {
  it('count by the key that the authorizer names, on every route that asks for a token and on no other', () => {
    const [api] = ofType(prod, 'AWS::ApiGateway::RestApi');
    const methods = methodsOf(prod).map(({ properties }) => [
      'AuthorizerId' in properties,
      'ApiKeyRequired' in properties && properties.ApiKeyRequired === true,
    ]);

    expect(api?.Properties).toMatchObject({ ApiKeySourceType: 'AUTHORIZER' });
    expect(methods.filter(([hasToken, isCounted]) => hasToken !== isCounted)).toEqual([]);
  });

  it('bound all tenants that no plan names, and each that one names by itself', () => {
    const plans = ofType(every, 'AWS::ApiGateway::UsagePlan').map(({ Properties }) => Properties);
    const keys = ofType(every, 'AWS::ApiGateway::ApiKey').map(({ Properties }) => Properties['Value']);

    expect(plans).toMatchObject([
      { UsagePlanName: 'affidavit-dev-shared', Throttle: { RateLimit: 5, BurstLimit: 10 } },
      {
        UsagePlanName: 'affidavit-dev-plan-large',
        Throttle: { RateLimit: 50, BurstLimit: 100 },
        Quota: { Limit: 10_000, Period: 'DAY' },
      },
    ]);
    expect(keys).toEqual([undefined, 'acme', 'globex'].map((tenantId) => usageKeyOf('dev', tenantId)));
    expect(ofType(every, 'AWS::ApiGateway::UsagePlanKey')).toHaveLength(3);
    expect(ofType(prod, 'AWS::ApiGateway::UsagePlanKey')).toHaveLength(1);
  });

  it('have keys as long as API Gateway asks for, whatever the tenant', () => {
    const lengths = [usageKeyOf('dev', 'a').length, usageKeyOf('staging', 'a'.repeat(63)).length];

    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(128);
  });

  it('are told to the authorizer', () => {
    const told = lambdaOf(every, 'authorizer').Properties['Environment'];

    expect(told).toMatchObject({ Variables: { USAGE_ENVIRONMENT: 'dev', USAGE_TENANTS: '["acme","globex"]' } });
  });
});

describe('whose tokens count', () => {
  it('is a user pool of the environment when the settings name no issuer', () => {
    const { Variables } = lambdaOf(prod, 'authorizer').Properties['Environment'] as { Variables: object };

    expect(ofType(prod, 'AWS::Cognito::UserPool')).toHaveLength(1);
    expect(JSON.stringify(Variables)).toMatch(
      /TOKEN_ISSUER.*cognito-idp.*TOKEN_AUDIENCE.*Client.*TOKEN_JWKS_URI.*jwks\.json/,
    );
  });

  it('is the issuer of the settings when they name one, and then there is no user pool', () => {
    const told = lambdaOf(every, 'authorizer').Properties['Environment'];

    expect(ofType(every, 'AWS::Cognito::UserPool')).toEqual([]);
    expect(told).toMatchObject({ Variables: { TOKEN_ISSUER: 'https://issuer.example', TOKEN_AUDIENCE: 'affidavit' } });
  });
});

describe('the user pool', () => {
  it('lets administrators alone make users, asks for long passwords and stays in production', () => {
    const [pool] = ofType(prod, 'AWS::Cognito::UserPool');

    expect(pool?.DeletionPolicy).toBe('Retain');
    expect(pool?.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 14 } },
    });
  });

  it('has the tenant as an attribute that its users read and cannot write', () => {
    const [pool] = ofType(prod, 'AWS::Cognito::UserPool');
    const [client] = ofType(prod, 'AWS::Cognito::UserPoolClient');

    expect(JSON.stringify(pool?.Properties['Schema'])).toContain('"Name":"tenant"');
    expect(client?.Properties).toMatchObject({
      ReadAttributes: ['custom:tenant', 'email'],
      WriteAttributes: ['email'],
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('has the groups of the settings', () => {
    const stack = new Stack(new App(), 'Users');

    new UserDirectory(stack, 'Directory', { groups: ['finance', 'legal'], isRetained: false });

    const groups = stack.node.findAll().filter((one) => one instanceof CfnUserPoolGroup);
    expect(groups.map(({ groupName }) => groupName)).toEqual(['finance', 'legal']);
  });
});

describe('a domain of its owner', () => {
  it('is the only name of the API, spoken to by TLS 1.2 at least', () => {
    const [domain] = ofType(every, 'AWS::ApiGateway::DomainName');

    expect(domain?.Properties).toMatchObject({
      DomainName: 'api.affidavit.example',
      RegionalCertificateArn: EVERY_OPTION.domain?.certificateArn,
      SecurityPolicy: 'TLS_1_2',
    });
    expect(ofType(every, 'AWS::ApiGateway::BasePathMapping')).toHaveLength(1);
    expect(ofType(every, 'AWS::ApiGateway::RestApi')[0]?.Properties).toMatchObject({ DisableExecuteApiEndpoint: true });
  });

  it('is not there unless it is asked for, and the API then has its own', () => {
    expect(ofType(prod, 'AWS::ApiGateway::DomainName')).toEqual([]);
    expect(ofType(prod, 'AWS::ApiGateway::RestApi')[0]?.Properties).not.toHaveProperty('DisableExecuteApiEndpoint');
  });
});

it('lets classify ask the model that is named for it, and no other model but the embedder', () => {
  const { Environment } = lambdaOf(every, 'classify').Properties as { Environment: { Variables: object } };
  const models = (environment: typeof every) =>
    permissionsOf(environment, 'classify').filter((one) => one.startsWith('bedrock:InvokeModel on'));

  expect(Environment.Variables).toMatchObject({ CLASS_MODEL_ID: 'us.amazon.nova-lite-v1:0' });
  expect(models(every).filter((one) => one.includes('nova-lite')).length).toBeGreaterThan(0);
  expect(models(prod).filter((one) => one.includes('nova-lite'))).toEqual([]);
});
