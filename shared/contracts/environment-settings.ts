import * as z from 'zod';
import { leavesRegions } from '../domain/inference-profile.ts';
import { PrincipalNameSchema, TenantIdSchema } from './authorizer.ts';
import { chunkingName } from './chunking-name.ts';
import { guardrailSetting } from './guardrail-setting.ts';
import { rerankerSetting } from './reranker-setting.ts';
import { type ServedCalibration, servedCalibration } from './served-calibration.ts';

/** Requests of a tenant to the API. Its tokens decide who it is; API Gateway counts. */
const UsageLimits = {
  requestsPerSecond: z.int().positive(),
  burst: z.int().positive(),
  requestsPerDay: z.int().positive().optional(),
};

/** Characters of the names in all plans: the authorizer is told them, and Lambda's variables hold 4 KB. */
const MAX_PLAN_NAMES = 3_000;

const NodeType = z.string().regex(/^[a-z0-9]+\.[a-z0-9]+\.search$/, 'an instance type such as r7g.large.search');
const RegionName = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region such as eu-central-1');

/** One file of `infra/environments`: everything in which environments differ. */
export const EnvironmentSettings = z
  .strictObject({
    name: z.enum(['dev', 'staging', 'prod']),
    architecture: z.enum(['arm64', 'x86_64']),
    /** Keep buckets, tables and the domain when the stack goes. */
    retainsData: z.boolean(),
    /** At most what one request may upload to S3. Source: S3 user guide, "Uploading objects". */
    maxDocumentBytes: z
      .int()
      .positive()
      .max(5 * 1024 ** 3),
    chunking: chunkingName(),
    search: z
      .strictObject({
        instanceType: NodeType,
        instances: z.int().positive(),
        zones: z.int().min(1).max(3),
        /** Of each data node; 10 is the least that OpenSearch Service takes. Source: its quotas, "EBS volume size". */
        volumeGiB: z.int().min(10),
        /** Instance type of three dedicated masters, which keep the domain whole while a data node is busy or gone. */
        masterInstanceType: NodeType.optional(),
      })
      .refine(({ instances, zones }) => instances >= zones, { path: ['instances'], message: 'one a zone at least' }),
    /**
     * Executions at once, of all tenants and of one. The upper end is a tenth of the Lambdas that an account runs at once
     * unless it asked for more, for each may have ten batches in work. Source: Lambda quotas.
     */
    slots: z
      .strictObject({ total: z.int().min(1).max(100), perTenant: z.int().min(1).max(100) })
      .refine(({ total, perTenant }) => perTenant <= total, 'perTenant is at most total'),
    /**
     * Minutes between two calls of the reconciler. At least as many as one may take, and few enough that a pass which was
     * cut short goes on before its cursor is a day old. A pass costs two requests to S3 and some reads a document.
     */
    reconcileMinutes: z.int().min(15).max(360),
    models: z
      .strictObject({
        embedding: z.string(),
        embeddingDimensions: z.literal([256, 512, 1024]),
        answer: z.string(),
        /** Asked when the first one fails: best of another maker or family, so that one outage does not take both. */
        secondAnswer: z.string().optional(),
        /** Asked for the class of documents of which what was learned cannot tell it; nobody when it is left out. */
        documentClass: z.string().optional(),
        /** Where inference profiles of these models may send what they are given. A profile that leaves them is refused. */
        regions: z.array(RegionName).min(1),
        /** Puts what search found into a better order; off when it is left out. */
        reranker: z.optional(rerankerSetting()),
        /** Judges questions and answers beside the policy; off when it is left out. */
        guardrail: z.optional(guardrailSetting()),
        /**
         * Says on the receipt how well quotes carry a model's claims: by the embedding model, or by that guardrail, which
         * then needs a contextual grounding check; off when it is left out.
         */
        secondCheck: z.enum(['off', 'embedding', 'guardrail']).optional(),
      })
      .refine(({ secondCheck, guardrail }) => secondCheck !== 'guardrail' || typeof guardrail === 'object', {
        path: ['secondCheck'],
        message: 'needs a guardrail',
      })
      .superRefine(({ regions, ...models }, context) => {
        for (const role of ['embedding', 'answer', 'secondAnswer', 'documentClass'] as const) {
          if (leavesRegions(models[role] ?? '', regions))
            context.addIssue({
              code: 'custom',
              path: [role],
              message: 'its profile sends to regions that are not allowed',
            });
        }
      })
      .refine(({ reranker, regions }) => typeof reranker !== 'object' || regions.includes(reranker.region), {
        path: ['reranker', 'region'],
        message: 'is not among the regions that models may be sent to',
      }),
    /** How passages are chosen: `docs/search.md`. */
    retrieval: z
      .strictObject({
        /** Days after which half of what age can take of a score is gone; age counts for nothing without it. */
        freshnessDays: z.number().positive().optional(),
        /** Passages of one document, at most, while other documents have some. */
        sourceCap: z.int().positive().optional(),
      })
      .optional(),
    /** A policy file, as a path below the repository: rules on questions and answers after those that always hold. */
    policy: z.string().min(1).optional(),
    /**
     * What was fitted to the embedding model, from a file that `affidavit calibrate --out` wrote. Without it a model that
     * nobody measured serves as uncalibrated.
     */
    calibration: z.optional(servedCalibration()),
    /**
     * Whether Amazon Comprehend looks for personal data too, in English and Spanish text; off when it is left out. It is
     * billed by the character, in documents and in questions.
     */
    comprehend: z.boolean().optional(),
    /** Whether Amazon Textract reads scans, which are refused otherwise; off when it is left out. It is billed by the page. */
    textract: z.boolean().optional(),
    /** Whether the query function remembers vectors of questions and proposals of answers; on when it is left out. */
    caches: z.enum(['on', 'off']).optional(),
    /** Whose tokens the API accepts. Without one, the environment has a Cognito user pool of its own. */
    tokens: z.strictObject({ issuer: z.url(), audience: z.string(), jwksUri: z.url() }).optional(),
    /** Groups of that user pool. */
    groups: z.array(PrincipalNameSchema).optional(),
    /** A name of yours for the API, and the ARN of its certificate in ACM, in the region of the stacks. */
    domain: z
      .strictObject({
        name: z.hostname(),
        certificateArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'the ARN of a certificate'),
      })
      .optional(),
    /** Whether functions and the domain stand in a network of their own, without a way to the internet; none by default. */
    network: z
      .strictObject({
        private: z.boolean(),
        /** Zones of the region in which the network has a subnet: each costs an interface of every endpoint. */
        zones: z.int().min(2).max(3),
        cidr: z.cidrv4(),
      })
      .optional(),
    /** `shared` bounds all tenants together that no plan names; a plan bounds each of its tenants by itself. */
    usage: z
      .strictObject({
        shared: z.strictObject(UsageLimits),
        plans: z.array(
          z.strictObject({
            name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and hyphens'),
            tenants: z.array(TenantIdSchema).min(1),
            ...UsageLimits,
          }),
        ),
      })
      .superRefine(({ plans }, context) => {
        const tenants = plans.flatMap((plan) => plan.tenants);
        const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['plans'], message });
        if (new Set(tenants).size < tenants.length) refuse('a tenant is in one plan at most');
        if (new Set(plans.map(({ name }) => name)).size < plans.length) refuse('two plans have the same name');
        if (JSON.stringify(tenants).length > MAX_PLAN_NAMES) refuse('more tenants than the authorizer can be told');
      }),
    /** Dollars a month after which models are cut off from questions and ingest; nobody watches the bill without it. */
    budget: z.strictObject({ monthlyDollars: z.int().positive() }).optional(),
    /** Least level of the lines that functions write of their runs; `info`, one line a run, when it is left out. */
    logLevel: z.enum(['info', 'warn', 'error']).optional(),
    /** One of the terms that CloudWatch Logs knows. */
    logRetentionDays: z.literal([7, 14, 30, 60, 90, 180, 365]),
    throttle: z.strictObject({
      requestsPerSecond: z.int().positive(),
      burst: z.int().positive(),
      /** From one address in five minutes; the firewall counts no less than 10. */
      requestsPerAddress: z.int().min(10),
    }),
  })
  .refine(({ tokens, groups }) => tokens === undefined || groups === undefined, {
    path: ['groups'],
    message: 'groups are those of the user pool, which is there when no issuer of tokens is named',
  })
  .refine(({ models, calibration }) => calibration === undefined || isFittedTo(models, calibration), {
    path: ['calibration'],
    message: 'it was fitted to another model, or to vectors of another length',
  })
  .refine(({ network, search }) => network?.private !== true || search.zones <= network.zones, {
    path: ['network', 'zones'],
    message: 'the search domain has more zones',
  });
export type EnvironmentSettings = z.output<typeof EnvironmentSettings>;

function isFittedTo(
  { embedding, embeddingDimensions }: { readonly embedding: string; readonly embeddingDimensions: number },
  { fingerprint }: ServedCalibration,
): boolean {
  return fingerprint.modelId === embedding && fingerprint.dimensions === embeddingDimensions;
}
