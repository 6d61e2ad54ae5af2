import type { Edit } from './mini-stack-edits.ts';

/** A line of JSON for each call of one service by another, in the file that this variable names. */
const RECORDER = `def record_service_call(service, action, resource, source):
    target = os.environ.get("RECORDED_SERVICE_CALLS")
    if target:
        call = {"service": service, "action": action, "resource": resource, "source": source}
        with open(target, "a") as lines:
            lines.write(json.dumps(call) + "\\n")


`;

const RECORD = 'from ministack.core.iam_evaluator import record_service_call';

/** API Gateway says for which method, as the API declares its path, it calls a function. */
const INTEGRATION = `    ${RECORD}

    method_arn = f"arn:aws:execute-api:{owner_region}:{owner_account_id}:{api_id}/{stage_name}/{method}{resource['path']}"
    record_service_call("apigateway.amazonaws.com", "lambda:InvokeFunction", lambda_ref, method_arn)
`;

const AUTHORIZER = `    ${RECORD}

    api = event["methodArn"].split("/")[0]
    asked_by = f"{api}/authorizers/{authorizer['id']}"
    record_service_call("apigateway.amazonaws.com", "lambda:InvokeFunction", lambda_ref, asked_by)
`;

/** A rule that calls its target. */
function ofRule(dispatch: string, action: string): Edit {
  const call = `            ${dispatch}\n`;
  const record = `            record_service_call("events.amazonaws.com", "${action}", arn, rule.get("Arn", ""))\n`;
  return {
    file: 'services/eventbridge.py',
    released: call,
    edited: `            ${RECORD}\n\n${record}${call}`,
  };
}

/**
 * Services of the emulator call each other without asking whether a policy lets them, as policies of resources do on AWS. So
 * each of these calls is recorded, for the policies to be compared with (called-resources.ts).
 */
export const SERVICE_CALL_EDITS: readonly Edit[] = [
  {
    file: 'core/iam_evaluator.py',
    released: 'def evaluate_trust_policy(',
    edited: `${RECORDER}def evaluate_trust_policy(`,
  },
  ofRule('_dispatch_to_lambda(arn, event_payload)', 'lambda:InvokeFunction'),
  ofRule('_dispatch_to_sqs(spec, event_payload, target.get("SqsParameters") or {})', 'sqs:SendMessage'),
  {
    file: 'services/apigateway_v1.py',
    released:
      '    `{statusCode, headers, body}` response envelope."""\n' +
      '    lambda_ref = _extract_lambda_ref_from_integration_uri(integration.get("uri", ""))\n',
    edited:
      '    `{statusCode, headers, body}` response envelope."""\n' +
      `    lambda_ref = _extract_lambda_ref_from_integration_uri(integration.get("uri", ""))\n${INTEGRATION}`,
  },
  {
    file: 'services/apigateway_v1.py',
    released: '    lambda_ref = _extract_lambda_ref_from_integration_uri(authorizer.get("authorizerUri", ""))\n',
    edited: `    lambda_ref = _extract_lambda_ref_from_integration_uri(authorizer.get("authorizerUri", ""))\n${AUTHORIZER}`,
  },
];
