import type { FunctionName } from '#shared/contracts/steps.ts';

/** What goes into a function's bundle besides the code of its `index.ts`. */
export interface BundleParts {
  /** Modules that run in worker threads or are loaded when they are needed, by the name of their file beside `index.mjs`. */
  readonly modules: Readonly<Record<string, string>>;
  /** Packages that stay packages, with those of their files that a bundle needs for its target. */
  readonly packages: readonly PackagePart[];
  /** Files under `models/`, which are put under `models/` beside `index.mjs` and checked against their checksums. */
  readonly models: readonly string[];
  /** Folders of packages, by the name of the folder beside `index.mjs` that they become. */
  readonly folders: Readonly<Record<string, string>>;
}

/** Globs below the package's folder; `{platform}` and `{architecture}` stand for the target's. */
export interface PackagePart {
  readonly name: string;
  readonly files: readonly string[];
  /** Only these files stay beside the bundle: its code is taken in. */
  readonly isData?: true;
}

const NOTHING: BundleParts = { modules: {}, packages: [], models: [], folders: {} };

/** Of 301 MB only the binary of one platform is needed, and of the JavaScript no source maps. */
const ONNX_RUNTIME: readonly PackagePart[] = [
  {
    name: 'onnxruntime-node',
    files: ['package.json', 'dist/*.js', 'bin/napi-v6/{platform}/{architecture}/*'],
  },
  { name: 'onnxruntime-common', files: ['package.json', 'dist/cjs/*.js', 'dist/cjs/package.json'] },
];

/** N-grams that tell languages: they are loaded with the first text, and as a part of the bundle with every start. */
const LANGUAGE_TABLES: readonly PackagePart[] = [
  {
    name: 'eld',
    files: ['package.json', 'LICENSE', 'src/*.js', 'src/entries/static.medium.js', 'src/ngrams/medium.js'],
  },
];

/** Encodings that are not Unicode: files of tables, each read where a text is in it. */
const ENCODING_TABLES: readonly PackagePart[] = [
  {
    name: 'iconv-lite',
    files: ['package.json', 'LICENSE', 'lib/*.js', 'lib/helpers/*.js', 'encodings/**/*.{js,json}'],
  },
  { name: 'safer-buffer', files: ['package.json', 'LICENSE', 'safer.js'] },
];

/** The numbering plans of the world, which `redact` and `query` read at the first text that may hold a phone number. */
const NUMBERING_PLANS: PackagePart = {
  name: 'libphonenumber-js',
  files: ['package.json', 'LICENSE', 'metadata.min.json'],
  isData: true,
};

/** Stems of the languages that are searched by them, each read with the first word of its language. */
const STEMMERS: PackagePart = {
  name: '@orama/stemmers',
  files: ['package.json', 'LICENSE.md', 'dist/{de,nl,es,fr,it,pt}.cjs'],
};

/** Forms of personal data, in a module that is loaded at the first text: with every start it would take as long as a client. */
const DETECTORS = { 'pattern-detectors.mjs': 'shared/adapters/portable/patterns/pattern-detectors.ts' };

/** Reads the tokens of a model, whose file is read with the first text. */
const TOKENIZERS: PackagePart = {
  name: '@huggingface/tokenizers',
  files: ['package.json', 'LICENSE', 'dist/tokenizers.cjs'],
};

const NAME_MODEL = ['rampart-ner/model.onnx', 'rampart-ner/tokenizer.json'];

/** Functions that write to the index or remove from it. */
const WITH_INDEX = [
  'index-chunks',
  'publish',
  'reject',
  'admit',
  'reconcile',
  'documents',
  'prepare-index',
] as const satisfies readonly FunctionName[];

const PARTS: Readonly<Partial<Record<FunctionName, Partial<BundleParts>>>> = {
  identify: { packages: ENCODING_TABLES },
  extract: {
    packages: [...LANGUAGE_TABLES, ...ENCODING_TABLES],
    modules: { 'extract-worker.mjs': 'shared/adapters/portable/extraction/extract-worker.ts' },
    // Character maps and font metrics, without which text in some fonts is not read.
    folders: { 'pdfjs/cmaps': 'pdfjs-dist/cmaps', 'pdfjs/standard_fonts': 'pdfjs-dist/standard_fonts' },
  },
  // Sizes of pages are read out of PDFs, which needs neither maps nor metrics.
  recognise: {
    packages: LANGUAGE_TABLES,
    modules: { 'page-sizes.mjs': 'shared/adapters/portable/extraction/page-sizes.ts' },
  },
  redact: { modules: DETECTORS, packages: [...ONNX_RUNTIME, TOKENIZERS, NUMBERING_PLANS], models: NAME_MODEL },
  // Questions are redacted by the code that redacts documents.
  query: {
    modules: { ...DETECTORS, 'openapi-document.mjs': 'shared/runtime/openapi-document.ts' },
    packages: [...ONNX_RUNTIME, TOKENIZERS, NUMBERING_PLANS, STEMMERS],
    models: NAME_MODEL,
  },
  ...Object.fromEntries(WITH_INDEX.map((name) => [name, { packages: [STEMMERS] }])),
  // Chunks are measured in the tokens of the model that embeds them on one machine.
  chunk: { packages: [TOKENIZERS], models: ['bge-small-en-v1.5/tokenizer.json'] },
};

export function bundleParts(name: FunctionName): BundleParts {
  return { ...NOTHING, ...PARTS[name] };
}

/** Packages whose code stays beside that of a function. */
export function packagesBeside(name: FunctionName): string[] {
  return bundleParts(name).packages.flatMap((part) => (part.isData ? [] : [part.name]));
}
