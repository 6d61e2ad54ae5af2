import { type ExportedCase, REFUSED } from './exported-case.ts';

/**
 * A configuration of promptfoo as JSON: `promptfoo eval --config <file>`. Cases that bring their answer are judged as they
 * are; the others are asked of the API whose address and token stand in the environment.
 *
 * Source: promptfoo's config-schema.json (`PromptfooConfigSchema`), and its documentation of test cases, of the HTTP
 * provider and of the echo provider.
 */
export function promptfooExport(name: string, cases: readonly ExportedCase[]): string {
  const isAnswered = cases.every(({ answered }) => answered !== undefined);
  const config = {
    description: `Affidavit: ${name}`,
    prompts: ['{{question}}'],
    providers: [isAnswered ? 'echo' : AFFIDAVIT_API],
    tests: cases.map(testOf),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

const AFFIDAVIT_API = {
  id: 'https',
  label: 'affidavit',
  config: {
    url: '{{env.AFFIDAVIT_API}}/v1/answers',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer {{env.AFFIDAVIT_TOKEN}}' },
    body: { question: '{{prompt}}' },
    transformResponse: `json.outcome === 'answered' ? json.claims.map((claim) => claim.text).join('\\n') : '${REFUSED}'`,
  },
};

function testOf({ id, question, references, referenceContexts, slices, answered, figures }: ExportedCase) {
  const contexts = answered?.contexts ?? referenceContexts;
  return {
    description: literal(id),
    vars: { question: literal(question), ...(contexts.length > 0 && { context: contexts.map(literal) }) },
    ...(answered && { providerOutput: answered.response }),
    assert: [
      references.length === 0
        ? { type: 'equals', value: REFUSED }
        : { type: 'icontains-any', value: references.map(literal) },
    ],
    metadata: { ...slices, ...(figures && { figures }) },
    options: { disableVarExpansion: true }, // A list of contexts is one variable, not as many cases.
  };
}

/** What promptfoo would take for a template (Nunjucks) or for the name of a file or a script. */
const MEANT = /\{\{|\{%|\{#|^\s*[\w+.-]+:/;

/** Text that promptfoo leaves as it is: questions and documents are data, and may look like templates or like files. */
function literal(text: string): string {
  return MEANT.test(text) ? `{% raw %}${text.replaceAll('{%', '{ %')}{% endraw %}` : text;
}
