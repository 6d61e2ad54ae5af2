import { expect, it } from 'vitest';
import { swapUnderLoad } from '#infra/local/benchmark/swap-under-load.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { RawText } from '#shared/domain/text.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import { indexGenerationsSuite } from '../contract/suites/index-generations-suite.ts';
import { questionStack } from '../doubles/question-stack.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { describeServices } from './describe-services.ts';
import { serviceIndex } from './service-index.ts';

const QUESTIONS_PER_SECOND = 20;
const SECONDS = 30;
const DOCUMENTS = 80;

describeServices(['openSearch'], ({ openSearch }) => {
  const { connect, wipe } = serviceIndex(openSearch);

  indexGenerationsSuite({
    name: 'aws: OpenSearch',
    create: async () => {
      await wipe();
      const options = { connect, analyzer: spacedWordsAnalyzer, clock: systemClock };
      return { index: openSearchChunkIndex(options), generations: openSearchGenerations(options) };
    },
  });

  it('reindex under 20 questions a second: none fails, none is mixed, and the way back is one call', async () => {
    await wipe();
    const options = { connect, analyzer: textAnalyzer(), clock: systemClock };
    const own = { index: openSearchChunkIndex(options), generations: openSearchGenerations(options) };
    const { ports, publish } = await questionStack(own);
    const documentId = (number: number) => `d${String(number).padStart(3, '0')}`;
    for (let number = 0; number < DOCUMENTS; number += 1) {
      await publish({ documentId: documentId(number), text: `The rent of flat${number} is due in March.` });
    }
    const text = 'When is the rent of flat7 due?' as RawText; // Our own words, and nobody's data.
    const caller = { tenantId: 'acme', user: 'ana', groups: [] };
    const ask = async () => {
      const found = await retrievePassages({ caller, text, limit: 5 }, ports, AbortSignal.timeout(20_000)).catch(
        () => undefined,
      );
      return { isAnswered: (found?.passages.length ?? 0) > 0, generations: found?.generations ?? [] };
    };
    let written = 0;
    const writing = async () => {
      for (; written < 20; written += 1) {
        await publish({ documentId: documentId(900 + written), text: `The late note${written} is signed.` });
        await systemClock.sleep((SECONDS * 500) / 20);
      }
    };

    const [outcome] = await Promise.all([
      swapUnderLoad({
        ...{ ask, ports: { ...ports, clock: systemClock }, clock: systemClock },
        ...{ options: { documentsPerMinute: 400 }, questionsPerSecond: QUESTIONS_PER_SECOND, seconds: SECONDS },
      }),
      writing(),
    ]);

    const { asked, failed, mixed, byGeneration, report, p95Milliseconds, rollbackMilliseconds } = outcome;
    process.stdout.write(
      `reindex on OpenSearch: ${asked} questions, ${failed} failed, ${mixed} mixed, by generation ` +
        `${[...byGeneration].map((each) => each.join(': ')).join(', ')}; ${report.documents} documents copied, ` +
        `p95 ${p95Milliseconds.toFixed(0)} ms, rollback ${rollbackMilliseconds.toFixed(0)} ms\n`,
    );
    expect({ failed, mixed }).toEqual({ failed: 0, mixed: 0 });
    expect([...byGeneration.keys()].sort()).toEqual([1, 2]);
    expect((await own.index.serving())?.number).toBe(1);
    const counts = (await own.generations.list()).map((generation) => own.generations.open(generation).count());
    expect(await Promise.all(counts)).toEqual([DOCUMENTS + 20, DOCUMENTS + 20]);
  });
});
