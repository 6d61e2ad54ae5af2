import { expect, it } from 'vitest';
import { figurePages, figuresOf } from '#shared/domain/figure-pages.ts';

const page = (number: number, text: string, document = 'a') => ({ document, page: number, text });
const FILLER = Array.from({ length: 20 }, (_, at) => page(at + 10, 'nothing'));

it('knows an answer by its amounts, and not by years, days and percentages', () => {
  const figures = figuresOf('Sales were $82,959 million in 2022, up 5%, with 2.3 billion of cash on June 25.');

  expect([...figures]).toEqual(['82959', '2.3']);
});

it('takes the pages that hold at least half as many figures as the best of their document', () => {
  const figures = new Set(['82959', '117154', '94836']);
  const pages = [
    page(1, 'sales 82,959 and 117,154 and 94,836'),
    page(2, 'sales of 82,959 million'),
    page(3, '82,959 or 117,154'),
    page(1, 'only 94,836', 'b'),
    ...FILLER,
  ];

  const found = figurePages(figures, pages, pages);

  expect(found.map(({ document, page: number }) => `${document}${number}`)).toEqual(['a1', 'a3', 'b1']);
});

it('does not count a figure that stands on many pages, nor one inside another number', () => {
  const pages = [page(1, 'form 100'), page(2, 'form 100 and 1,100'), page(3, 'form 100'), page(4, 'form 100')];

  expect(figurePages(new Set(['100']), pages, pages)).toEqual([]);
  expect(figurePages(new Set(['1100']), pages, pages)).toMatchObject([{ page: 2 }]);
});
