import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { API_CASES } from './constructs/api-cases.ts';
import type { ConstructCase, Expected } from './constructs/construct-case.ts';
import { DATA_CASES } from './constructs/data-cases.ts';
import { FLOW_CASES } from './constructs/flow-cases.ts';
import { OPERATIONS_CASES } from './constructs/operations-cases.ts';

const CASES: readonly ConstructCase[] = [...DATA_CASES, ...FLOW_CASES, ...API_CASES, ...OPERATIONS_CASES];

const TemplateSchema = z.object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });
type Template = z.output<typeof TemplateSchema>;

const templates = synthesized();

/** Every construct in stacks of its own, bare and full, in one synthesis and without bundles. */
function synthesized(): ReadonlyMap<string, Template> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-constructs-'));
  try {
    const context = { ...CDK_BEHAVIOUR, 'aws:cdk:bundling-stacks': [] };
    const app = new App({ outdir, context, builtinCloudFormationValidation: false });
    for (const { file, make, full } of CASES) {
      make(new Stack(app, `${file}-bare`), false);
      if (full) make(new Stack(app, `${file}-full`), true);
    }
    return new Map(app.synth().stacks.map(({ id, template }) => [id, TemplateSchema.parse(template)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function expectTemplate(template: Template | undefined, { has, says = [], lacks = [] }: Expected): void {
  const text = JSON.stringify(template);
  for (const [type, expected] of Object.entries(has)) {
    const found = Object.values(template?.Resources ?? {}).filter(({ Type }) => Type === type);
    if (typeof expected === 'number') expect(found, type).toHaveLength(expected);
    else expect(found, type).toMatchObject(expected);
  }
  for (const said of says) expect(text).toMatch(said);
  for (const unsaid of lacks) expect(text).not.toMatch(unsaid);
}

it('each construct is tried by itself', () => {
  const files = readdirSync('infra/aws/constructs').map((file) => file.replace(/\.ts$/, ''));

  expect(CASES.map(({ file }) => file).sort()).toEqual(files.sort());
});

describe.each(CASES)('$file', ({ file, bare, full }) => {
  it(full ? 'bare' : 'as it is, for it has no options', () => {
    expectTemplate(templates.get(`${file}-bare`), bare);
  });

  if (full === undefined) return;

  it('with everything on', () => {
    expectTemplate(templates.get(`${file}-full`), full);
  });
});
