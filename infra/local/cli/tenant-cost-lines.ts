import type { TenantCost, TenantCosts } from '../costs/tenant-costs.ts';

/** Characters of each column. */
const WIDTHS = [24, 9, 9, 13, 10, 13, 13, 13];

const HEADINGS = ['tenant', 'documents', 'pages', 'took', 'questions', 'took', 'together'];

/** A table of what tenants' documents and answers took, in dollars, its last row the sum of the others. */
export function tenantCostLines({ tenants, total }: TenantCosts): string[] {
  const { documents, embedded, unknown, answers, booked } = total;
  return [
    row(booked === undefined ? HEADINGS : [...HEADINGS, 'booked']),
    ...[...tenants, { ...total, tenantId: 'total' }].map((each) => row(cellsOf(each))),
    ...said(embedded, `of ${documents} documents were processed by embedded models alone, which cost nothing`),
    ...said(unknown, 'documents are not in it: a model has no price, or the release did not meter'),
    ...said(answers.unknown, 'questions are not in it: a model has no price, or the release did not meter'),
    ...(booked === undefined
      ? []
      : ['booked: the account of the month, with searches, tries that failed and documents that were not kept']),
  ];
}

function cellsOf({ tenantId, documents, pages, dollars, answers, together, booked }: TenantCost): string[] {
  return [
    ...[tenantId, String(documents), String(pages), money(dollars)],
    ...[String(answers.questions), money(answers.dollars), money(together)],
    ...(booked === undefined ? [] : [money(booked)]),
  ];
}

function said(count: number, words: string): string[] {
  return count > 0 ? [`${count} ${words}`] : [];
}

function row([first = '', ...rest]: readonly string[]): string {
  const [width = 0, ...widths] = WIDTHS;
  return [first.padEnd(width), ...rest.map((cell, at) => cell.padStart(widths[at] ?? 0))].join(' ');
}

/** A page takes some hundred-thousandths of a dollar. */
function money(dollars: number): string {
  return `$${dollars.toFixed(6)}`;
}
