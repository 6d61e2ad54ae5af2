import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface WebFirewallProps {
  /** Part of the name of its metrics, by which CloudWatch tells firewalls apart. */
  readonly environment: string;
  /** The stage of the API in front of which it stands. */
  readonly stageArn: string;
  /** Requests of one address in five minutes; more are refused. */
  readonly requestsPerAddress: number;
}

/** Seconds over which an address's requests are counted. */
const WINDOW_SECONDS = 300;

/**
 * Rules that read the body for attacks on programs that would run it. A question is free text that no part of ours runs,
 * and one about a script tag or a path is honest; so these count and do not block.
 */
const BODY_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
  'EC2MetaDataSSRF_BODY',
];

/** Managed rules against known attacks, and a limit by address. Tenants' limits are the service's own business. */
export class WebFirewall extends Construct {
  constructor(scope: Construct, id: string, { environment, stageArn, requestsPerAddress }: WebFirewallProps) {
    super(scope, id);

    const firewall = new CfnWebACL(this, 'Rules', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: counted(`affidavit-${environment}`),
      rules: [
        addressLimit(requestsPerAddress, 0),
        managed('AWSManagedRulesAmazonIpReputationList', 1),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
        managed('AWSManagedRulesCommonRuleSet', 3, BODY_RULES),
      ],
    });
    acknowledge(firewall, {
      'NIST.800.53.R5-WAFv2LoggingEnabled':
        'Its log repeats addresses, paths and headers, tokens included. Metrics count what each rule refuses.',
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stageArn, webAclArn: firewall.attrArn });
  }
}

function addressLimit(limit: number, priority: number): CfnWebACL.RuleProperty {
  const rate = { limit, aggregateKeyType: 'IP', evaluationWindowSec: WINDOW_SECONDS };
  return {
    name: 'address-limit',
    priority,
    action: { block: {} },
    statement: { rateBasedStatement: rate },
    visibilityConfig: counted('address-limit'),
  };
}

function managed(name: string, priority: number, countOnly: readonly string[] = []): CfnWebACL.RuleProperty {
  const ruleActionOverrides = countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ruleActionOverrides } },
    visibilityConfig: counted(name),
  };
}

/** Metrics, and no samples: AWS keeps samples with all their headers, tokens included. */
function counted(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
