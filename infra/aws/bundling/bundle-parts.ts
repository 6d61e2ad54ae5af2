import type { FunctionName } from '#shared/contracts/steps.ts';

/** What goes into a function's bundle besides the code of its `index.ts`. */
export interface BundleParts {
  /** Modules that run in worker threads, by the name of their file beside `index.mjs`. Bundled as `index.ts` is. */
  readonly workers: Readonly<Record<string, string>>;
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
}

const NOTHING: BundleParts = { workers: {}, packages: [], models: [], folders: {} };

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

const NAME_MODEL = ['rampart-ner/model.onnx', 'rampart-ner/tokenizer.json'];

const PARTS: Readonly<Partial<Record<FunctionName, Partial<BundleParts>>>> = {
  extract: {
    packages: LANGUAGE_TABLES,
    workers: { 'extract-worker.mjs': 'shared/adapters/portable/extraction/extract-worker.ts' },
    // Character maps and font metrics, without which text in some fonts is not read.
    folders: { 'pdfjs/cmaps': 'pdfjs-dist/cmaps', 'pdfjs/standard_fonts': 'pdfjs-dist/standard_fonts' },
  },
  // Sizes of pages are read out of PDFs, which needs neither maps nor metrics.
  recognise: { packages: LANGUAGE_TABLES },
  redact: { packages: ONNX_RUNTIME, models: NAME_MODEL },
  // Questions are redacted by the code that redacts documents.
  query: { packages: ONNX_RUNTIME, models: NAME_MODEL },
  // Chunks are measured in the tokens of the model that embeds them on one machine.
  chunk: { models: ['bge-small-en-v1.5/tokenizer.json'] },
};

export function bundleParts(name: FunctionName): BundleParts {
  return { ...NOTHING, ...PARTS[name] };
}
