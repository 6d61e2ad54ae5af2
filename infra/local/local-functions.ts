import { createHandler as admit } from '#functions/admit/handler.ts';
import { createHandler as authorizer } from '#functions/authorizer/handler.ts';
import { createHandler as chunk } from '#functions/chunk/handler.ts';
import { createHandler as classify } from '#functions/classify/handler.ts';
import { createHandler as documents } from '#functions/documents/handler.ts';
import { createHandler as embed } from '#functions/embed/handler.ts';
import { createHandler as extract } from '#functions/extract/handler.ts';
import { createHandler as identify } from '#functions/identify/handler.ts';
import { createHandler as indexChunks } from '#functions/index-chunks/handler.ts';
import { createHandler as publish } from '#functions/publish/handler.ts';
import { createHandler as query } from '#functions/query/handler.ts';
import { createHandler as recognise } from '#functions/recognise/handler.ts';
import { createHandler as redact } from '#functions/redact/handler.ts';
import { createHandler as reject } from '#functions/reject/handler.ts';
import { createHandler as route } from '#functions/route/handler.ts';
import type { IngestStep } from '#shared/contracts/steps.ts';
import type { SearchHit } from '#shared/ports/chunk-index.ts';
import { cachedIndex } from '#shared/runtime/cached-index.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import type { GatewayFunctions } from './gateway.ts';
import { localCache } from './local-caches.ts';
import { type LocalFunction, localFunction } from './local-function.ts';
import type { LocalPorts } from './local-ports.ts';

/** Every function of the product, run in this process. */
export interface LocalFunctions extends GatewayFunctions {
  readonly steps: Readonly<Record<IngestStep, LocalFunction>>;
  readonly route: LocalFunction;
  readonly admit: LocalFunction;
}

/**
 * Seconds that a step may take here: as long as a whole execution may. A step waits its turn for models that other
 * documents use too (a book of 1,200 pages keeps the name model busy for minutes); models and parsers have limits of
 * their own for what hangs.
 */
const STEP_TIMEOUT_SECONDS = 7_200;

/** The very handlers that AWS runs, over the ports of this machine. */
export function localFunctions(ports: LocalPorts, stepTimeoutSeconds = STEP_TIMEOUT_SECONDS): LocalFunctions {
  const { settings, clock, metrics } = ports;
  const searches = localCache<readonly SearchHit[]>('searches', settings, clock);
  const answerCache = localCache<Proposal>('answers', settings, clock);
  const breaker = circuitBreaker({ clock, metrics, name: 'index' });
  // One for the steps too: it has to see what they write.
  const index = cachedIndex(guardedIndex(ports.index, { breaker, clock }), searches);
  const all = { ...ports, index, maxDocumentBytes: settings.AFFIDAVIT_MAX_DOCUMENT_BYTES };
  const breakers = [...ports.breakers, breaker];
  const caches = [...ports.caches, searches, answerCache];
  const step = <In, Out>(handler: Parameters<typeof localFunction<In, Out>>[0]) =>
    localFunction(handler, stepTimeoutSeconds);
  return {
    steps: {
      identify: step(identify(all)),
      extract: step(extract(all)),
      recognise: step(recognise(all)),
      redact: step(redact(all)),
      classify: step(classify(all)),
      chunk: step(chunk(all)),
      embed: step(embed(all)),
      'index-chunks': step(indexChunks(all)),
      publish: step(publish(all)),
      reject: step(reject(all)),
    },
    route: localFunction(route(all)),
    admit: localFunction(admit(all)),
    authorizer: localFunction(authorizer(all)),
    query: query({
      ...all,
      answerCache,
      breakers,
      caches,
      openApi: () => import('#shared/runtime/openapi-document.ts'),
    }),
    documents: documents(all),
  };
}
