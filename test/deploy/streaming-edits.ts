import type { Edit } from './mini-stack-edits.ts';

/**
 * What Lambda's runtime for Node gives a function that streams. The emulator carries no streams, so what is written is
 * gathered and handed on whole: status and headers, eight zero bytes, body. As in AWS's runtime the first two go before
 * what `write` is given first, and nowhere when `end` alone is called.
 *
 * Source: aws-lambda-ric 4.0.2, HttpResponseStream and createResponseStream.
 */
const AWSLAMBDA = `
globalThis.awslambda = {
  HttpResponseStream: {
    from: (stream, metadata) => Object.assign(stream, { prelude: JSON.stringify(metadata) + "\\0".repeat(8) }),
  },
  streamifyResponse: (handler) => async (event, context) => {
    const stream = new (require("stream").PassThrough)();
    const write = stream.write.bind(stream);
    stream.write = (...call) => {
      const prelude = stream.prelude;
      stream.prelude = undefined;
      if (prelude !== undefined) write(prelude);
      return write(...call);
    };
    const chunks = [];
    const ended = new Promise((resolve, reject) => {
      stream.on("data", (chunk) => chunks.push(Buffer.from(chunk))).on("end", resolve).on("error", reject);
    });
    await handler(event, stream, context);
    await ended;
    return { streamed: Buffer.concat(chunks).toString() };
  },
};
`;

/** A response that was streamed is no JSON of the emulator's. */
const RAW_RESULT = `            body = result.get("result")
            is_streamed = isinstance(body, dict) and list(body) == ["streamed"]
            if is_streamed:
                return {"body": body["streamed"], "raw_payload": True, "streamed": True, "log": result.get("log", "")}
            return {"body": body, "log": result.get("log", "")}`;

/** As API Gateway does, which fails a request whose response does not begin with status and headers. */
const PROXY_RESPONSE = `    if exec_result.get("streamed"):
        prelude, streamed = _split_stream_prelude(payload.encode("utf-8"))
        if prelude is None:
            return {"statusCode": 502, "body": '{"message": "Internal server error"}'}, None
        return {**prelude, "body": streamed.decode("utf-8")}, None
    if payload is None:
        return {"statusCode": 200, "body": ""}, None
    if isinstance(payload, dict) and "statusCode" in payload:`;

/** Functions that stream their response, framed as Lambda frames it for whoever reads it. */
export const STREAMING_EDITS: readonly Edit[] = [
  {
    file: 'core/lambda_runtime.py',
    released: '// Synthetic AWS SDK v3 stubs',
    edited: `${AWSLAMBDA}// Synthetic AWS SDK v3 stubs`,
  },
  {
    file: 'services/lambda_svc.py',
    released: '            return {"body": result.get("result"), "log": result.get("log", "")}',
    edited: RAW_RESULT,
  },
  {
    file: 'services/lambda_svc.py',
    released:
      '    if payload is None:\n        return {"statusCode": 200, "body": ""}, None\n' +
      '    if isinstance(payload, dict) and "statusCode" in payload:',
    edited: PROXY_RESPONSE,
  },
  // An integration that streams names its function by another path, and so does whoever reads a function as it streams.
  {
    file: 'services/apigateway_v1.py',
    released: 'if "/invocations" in inner:',
    edited:
      'inner = inner.replace("/response-streaming-invocations", "/invocations")\n        if "/invocations" in inner:',
  },
  {
    file: 'core/iam_actions.py',
    released: '        "invocations": "InvokeFunction",',
    edited: '        "invocations": "InvokeFunction",\n        "response-streaming-invocations": "InvokeFunction",',
  },
];
