import { ApiKey, type IRestApi, Period, type RestApi, type Stage, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { usageKeyOf } from '#shared/contracts/authorizer.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

export interface UsagePlansProps {
  readonly settings: EnvironmentSettings;
  readonly api: RestApi;
}

type Limits = EnvironmentSettings['usage']['shared'];

/**
 * Bounds what a tenant may ask of the API, by the key that the authorizer names for the bearer of a token; callers send
 * no key. A plan counts each of its keys by itself.
 */
export class UsagePlans extends Construct {
  constructor(scope: Construct, id: string, { settings, api }: UsagePlansProps) {
    super(scope, id);
    const { name: environment, usage } = settings;
    const planOf = (name: string, limits: Limits) =>
      new UsagePlan(this, name, {
        name: `affidavit-${environment}-${name}`,
        // The CDK's own classes, but for how strictly an absent property is told.
        apiStages: [{ api: api as IRestApi, stage: api.deploymentStage as Stage }],
        throttle: { rateLimit: limits.requestsPerSecond, burstLimit: limits.burst },
        ...(limits.requestsPerDay !== undefined && { quota: { limit: limits.requestsPerDay, period: Period.DAY } }),
      });
    const keyOf = (tenantId: string | undefined) => {
      const value = usageKeyOf(environment, tenantId);
      return new ApiKey(this, `Key-${tenantId ?? 'others'}`, { apiKeyName: value, value });
    };

    planOf('shared', usage.shared).addApiKey(keyOf(undefined));
    for (const { name, tenants, ...limits } of usage.plans) {
      const plan = planOf(`plan-${name}`, limits);
      for (const tenantId of tenants) plan.addApiKey(keyOf(tenantId));
    }
  }
}
