import { expect, it } from 'vitest';
import { answerPage } from '#infra/local/cli/answer-page.ts';
import { answerLines } from '#infra/local/cli/ask.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';

const HOSTILE = '<script>alert(1)</script><img src="https://evil.example/x.png" onerror=\'x\'>';

const ANSWER: AnswerResponse = {
  answerId: 'a1',
  outcome: 'answered',
  claims: [
    {
      text: HOSTILE,
      citation: {
        chunkId: 'c1',
        documentId: 'd1',
        name: HOSTILE,
        title: 'Title',
        page: 3,
        start: 10,
        end: 20,
        quote: HOSTILE,
        boxes: [],
        score: 0.5,
      },
    },
  ],
  sources: [],
  answerer: 'extractive',
  degraded: false,
  notes: [HOSTILE],
};

it('shows claim, quote and place, and lets nothing of a document become markup or a request', () => {
  const page = answerPage(HOSTILE, ANSWER);

  expect(page).toContain('page 3, characters 10 to 20, score 0.50');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|<img|src="http/);
  expect(page).toContain("default-src 'none'");
});

it('says so when the question was not answered', () => {
  const page = answerPage('question', { ...ANSWER, outcome: 'no-evidence', claims: [] });

  expect(page).toContain('Not answered: no-evidence.');
});

it('points from a claim to the one that it contradicts', () => {
  const [claim] = ANSWER.claims;
  const twice = { ...ANSWER, claims: claim ? [claim, claim] : [], notes: [] };
  const conflicts = [{ about: 'number' as const, claims: [0, 1] }];

  expect(answerPage('?', { ...twice, conflicts })).toMatch(
    /claim-1.*Contradicts <a href="#claim-2">[\s\S]*Contradicts <a href="#claim-1">/,
  );
  expect(answerPage('?', twice)).not.toContain('Contradicts');
});

it('tells in a terminal where a question was looked for that is refused', () => {
  const refused = { ...ANSWER, outcome: 'no-evidence' as const, claims: [] };

  const lines = answerLines({ ...refused, searched: { collections: ['hr', 'it'], isFiltered: true, branches: 2 } });

  expect(lines).toContain('Searched: hr, it, filtered, in 2 ways.');
  expect(answerLines({ ...refused, searched: { isFiltered: false, branches: 1 } })).toContain(
    'Searched: all collections that you may read.',
  );
});

it('tells in a terminal which quote a claim contradicts', () => {
  const [claim] = ANSWER.claims;
  const quoting = (quote: string) => (claim ? [{ text: quote, citation: { ...claim.citation, quote } }] : []);
  const claims = [...quoting('three months'), ...quoting('six months')];

  const lines = answerLines({ ...ANSWER, claims, conflicts: [{ about: 'number', claims: [0, 1] }] });

  expect(lines).toContain('    contradicts “six months”');
  expect(lines).toContain('    contradicts “three months”');
});
