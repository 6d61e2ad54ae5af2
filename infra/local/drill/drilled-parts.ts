import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Guardrail } from '#shared/ports/guardrail.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Reranker } from '#shared/ports/reranker.ts';
import type { DrilledPart } from './outage-drill.ts';

/** Milliseconds that the stand-in for a hosted model takes. Assumed: what matters is that answers overlap. */
const MODEL_MILLISECONDS = 200;

/** Parts that go down and come back as they are told. */
export function drilledParts(clock: Clock) {
  let down: readonly DrilledPart[] = [];
  const assertUp = (part: DrilledPart) => {
    if (down.includes(part)) throw new PipelineFailure('DependencyUnavailable', 'the drill has put this part down');
  };
  return {
    setDown: (parts: readonly DrilledPart[]) => {
      down = parts;
    },
    models: [quotingModel('first-model', assertUp, clock), quotingModel('second-model', assertUp, clock)],
    reranker: fusedOrder(assertUp),
    guardrail: openGuardrail(assertUp),
    ledger: (ledger: Ledger): Ledger => ({
      ...ledger,
      collections: async (...call) => {
        assertUp('ledger');
        return ledger.collections(...call);
      },
    }),
    index: (index: ChunkIndex): ChunkIndex => ({
      ...index,
      serving: async (...call) => {
        assertUp('index');
        return index.serving(...call);
      },
      searchLexical: async (...call) => {
        assertUp('index');
        return index.searchLexical(...call);
      },
      searchVector: async (...call) => {
        assertUp('index');
        return index.searchVector(...call);
      },
    }),
  };
}

/** Stands in for a hosted reranker: it keeps the order, for what matters is whether it answers. */
function fusedOrder(assertUp: (part: DrilledPart) => void): Reranker {
  return {
    modelId: 'drilled-reranker',
    maxPassages: 10,
    rerank: async ({ passages }) => {
      assertUp('reranker');
      return { scores: passages.map(({ score }) => score), uses: [] };
    },
  };
}

/** Stands in for a guardrail that has nothing against anything. */
function openGuardrail(assertUp: (part: DrilledPart) => void): Guardrail {
  return {
    judge: async () => {
      assertUp('guardrail');
      return { blocks: false, uses: [] };
    },
  };
}

/** Answers with the whole of the best passage, which is always a claim that its quote carries. */
function quotingModel(name: 'first-model' | 'second-model', assertUp: (part: DrilledPart) => void, clock: Clock) {
  return {
    name,
    answer: async ({ passages }, signal) => {
      assertUp(name);
      await clock.sleep(MODEL_MILLISECONDS, signal);
      const claims = passages.slice(0, 1).map(({ chunkId, text }) => ({ text, chunkId, quote: text }));
      return { claims, usage: { inputTokens: 0, outputTokens: 0 } };
    },
  } satisfies Answerer;
}
