import { AnswerRequestSchema, FeedbackRequestSchema, SearchRequestSchema } from '#shared/contracts/api.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { emptyResponse, jsonResponse } from '#shared/runtime/http.ts';
import { eventStream } from '#shared/runtime/http-event-stream.ts';
import { httpHandler } from '#shared/runtime/http-handler.ts';
import { requestMetrics } from '#shared/runtime/request-metrics.ts';
import { type AnswerPorts, answerEvents, wholeAnswer } from './answer-question.ts';
import { searchPassages } from './search-passages.ts';
import { type HealthPorts, showHealth } from './show-health.ts';
import { type ReceiptPorts, recordFeedback, showReceipt } from './show-receipt.ts';

/** The routes about questions: answers as a whole or as a stream, passages, receipts, feedback; and what needs no port. */
export const createHandler = (
  ports: AnswerPorts & ReceiptPorts & HealthPorts & OpenApiPort & { readonly log: ActivityLog },
) =>
  httpHandler(
    'query',
    {
      'POST /v1/answers': async ({ caller, body, accepts, requestId, signal }) => {
        const asker = caller();
        const question = body(AnswerRequestSchema);
        if (accepts.includes('text/event-stream')) {
          return eventStream((left) => answerEvents(asker, question, ports, left), { requestId, signal });
        }
        return jsonResponse(200, await wholeAnswer(asker, question, ports, signal));
      },
      'POST /v1/search': async ({ caller, body, signal }) =>
        jsonResponse(200, await searchPassages(caller(), body(SearchRequestSchema), ports, signal)),
      'GET /v1/answers/{id}': async ({ caller, id, signal }) =>
        jsonResponse(200, await showReceipt(caller(), id, ports, signal)),
      'POST /v1/answers/{id}/feedback': async ({ caller, id, body, signal }) => {
        await recordFeedback(caller(), id, body(FeedbackRequestSchema), ports, signal);
        return emptyResponse();
      },
      'GET /v1/health': async () => jsonResponse(200, showHealth(ports)),
      'GET /v1/openapi.json': async () => {
        const { openApiDocument } = await ports.openApi();
        return jsonResponse(200, openApiDocument());
      },
    },
    ports,
    [requestMetrics(ports)],
  );

interface OpenApiPort {
  /** Loads what describes the API, which few ask for. */
  readonly openApi: () => Promise<typeof import('#shared/runtime/openapi-document.ts')>;
}
