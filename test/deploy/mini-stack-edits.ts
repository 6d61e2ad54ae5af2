import { SERVICE_CALL_EDITS } from './service-call-edits.ts';
import { STREAMING_EDITS } from './streaming-edits.ts';

/** A place in a file of MiniStack, as it was released and as the tests need it. */
export interface Edit {
  readonly file: string;
  readonly released: string;
  readonly edited: string;
}

/** A line of JSON for each decision, in the file that this variable names. */
const RECORDER = `# Whoever asks for it gets a line for every decision.
_decide = enforce


def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    refused = _decide(access_key_id, iam_action, service, region, resource_arn, service_context)
    target = os.environ.get("RECORDED_DECISIONS")
    if target:
        call = {"accessKeyId": access_key_id, "action": iam_action, "resource": resource_arn}
        call["isSecure"] = _request_origin.get()[1]
        with open(target, "a") as lines:
            lines.write(json.dumps({**call, "isAllowed": refused is None}) + "\\n")
    return refused


`;

/** What a state machine's call of a function fails by, where a test planned it: an error a line, by document. */
const FAULTS = `_fault_lock = threading.Lock()


def _next_fault(func_name, event):
    document = event.get("documentId") if isinstance(event, dict) else None
    plan = os.path.join(os.environ.get("INJECTED_FAULTS", ""), str(document))
    if document is None or not os.path.isfile(plan):
        return None
    with _fault_lock:
        with open(plan) as lines:
            faults = lines.read().splitlines()
        found = next((each for each in faults if each.split(" ")[0] == func_name), None)
        if found is None:
            return None
        faults.remove(found)
        with open(plan, "w") as lines:
            lines.write("\\n".join(faults))
        return found.split(" ")[1]


`;

/** What functions write of their metrics, as CloudWatch would read it in their logs, in the file that a variable names. */
const METRICS = `                if '"_aws"' in line and os.environ.get("RECORDED_METRICS"):
                    with open(os.environ["RECORDED_METRICS"], "a") as lines:
                        lines.write(line.rstrip("\\n") + "\\n")
                self._stderr_queue.put(line.rstrip("\\n"))`;

/** Functions are not told of the key: it is no part of what the authorizer says of the caller. */
const USAGE_KEY = `    key_headers = headers
    if authorizer_context is not None:
        authorizer_context = dict(authorizer_context)
        named_key = authorizer_context.pop("usageIdentifierKey", None)
        if api.get("apiKeySource") == "AUTHORIZER":
            key_headers = {"x-api-key": named_key or ""}
    key_error, api_key = _check_api_key(method_obj, api_id, stage_name, key_headers)`;

/** What the emulator does otherwise than AWS where it matters here, and the record of what it decides. */
export const MINI_STACK_EDITS: readonly Edit[] = [
  // As released, every error thrown in a function of Node reaches Step Functions as `Runtime.HandlerError`, so that no
  // retrier and no catcher that names an error ever matches. Lambda reports the error's name.
  {
    file: 'core/lambda_runtime.py',
    released: 'status: "error", error: String(err.message || err)',
    edited: 'status: "error", errorType: (err && err.name) || "Error", error: String(err.message || err)',
  },
  {
    file: 'services/lambda_svc.py',
    released: 'error_type = "Runtime.HandlerError"',
    edited: 'error_type = result.get("errorType") or "Runtime.HandlerError"',
  },
  ...STREAMING_EDITS,
  ...SERVICE_CALL_EDITS,
  // The key by which a usage plan counts a request comes from the authorizer, where the API says so; as released, it is
  // looked for in a header alone.
  {
    file: 'services/cloudformation/provisioners.py',
    released: '"minimumCompressionSize": props.get("MinimumCompressionSize"),\n        "policy": props.get("Policy"),',
    edited:
      '"minimumCompressionSize": props.get("MinimumCompressionSize"),\n        "policy": props.get("Policy"),\n' +
      '        "apiKeySource": props.get("ApiKeySourceType", "HEADER"),',
  },
  {
    file: 'services/apigateway_v1.py',
    released: '        # Only a well-formed response is cached;',
    edited:
      '        auth_ctx["usageIdentifierKey"] = policy.get("usageIdentifierKey")\n' +
      '        # Only a well-formed response is cached;',
  },
  {
    file: 'services/apigateway_v1.py',
    released: '    key_error, api_key = _check_api_key(method_obj, api_id, stage_name, headers)',
    edited: USAGE_KEY,
  },
  // `Ref` of a secret is its ARN.
  {
    file: 'services/cloudformation/provisioners.py',
    released: 'return name, {"Id": arn, "Arn": arn}\n\n\ndef _sm_secret_replicate',
    edited: 'return arn, {"Id": arn, "Arn": arn}\n\n\ndef _sm_secret_replicate',
  },
  {
    file: 'services/cloudformation/provisioners.py',
    released: 'def _sm_secret_delete(physical_id, props):',
    edited:
      'def _sm_secret_delete(physical_id, props):\n' +
      '    physical_id = next((n for n, s in _sm._secrets.items() if s["ARN"] == physical_id), physical_id)',
  },
  // A domain that is asked about stands in the path, and policies name it.
  {
    file: 'core/iam_actions.py',
    released: 'name = _safe_json_field(body, "DomainName")\n        if name:\n            return f"arn:aws:es:',
    edited:
      'name = _safe_json_field(body, "DomainName") or (re.findall("/domain/([^/]+)", path) or [""])[0]\n' +
      '        if name:\n            return f"arn:aws:es:',
  },
  // Faults that a test asks for, in place of an invocation.
  {
    file: 'services/stepfunctions.py',
    released: 'def _call_lambda(func_ref, event):',
    edited: `${FAULTS}def _call_lambda(func_ref, event):`,
  },
  {
    file: 'services/stepfunctions.py',
    released: '    exec_record = lambda_svc._execution_record_for_config(func, config)',
    edited:
      '    fault = _next_fault(func_name, event)\n' +
      '    if fault:\n' +
      '        raise _ExecutionError(fault, json.dumps({"errorType": fault, "errorMessage": "injected"}))\n\n' +
      '    exec_record = lambda_svc._execution_record_for_config(func, config)',
  },
  {
    file: 'core/lambda_runtime.py',
    released: '                self._stderr_queue.put(line.rstrip("\\n"))',
    edited: METRICS,
  },
  {
    file: 'core/iam_evaluator.py',
    released: 'def validate_role_arn(',
    edited: `${RECORDER}def validate_role_arn(`,
  },
];
