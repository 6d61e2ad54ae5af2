import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { decodeText } from './decode-text.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { jsonTable } from './json-table.ts';
import { type JsonValue, parseJson } from './parse-json.ts';
import { sectionedDocument } from './sectioned-document.ts';
import { tableRows } from './table-rows.ts';

/** Every value on a line of its own behind its path; lists of alike records as tables under their path. */
export const extractJson: FormatExtractor = (bytes) => sectionedDocument(jsonBlocks(parseJson(decodeText(bytes).text)));

interface Place {
  readonly value: JsonValue;
  readonly name: string;
  readonly parent: Place | undefined;
}

/** Steps of a path that are shown, the last ones: nesting a thousand deep would repeat a thousand steps on each line. */
const MAX_PATH_STEPS = 16;

function jsonBlocks(root: JsonValue): readonly DraftBlock[] {
  const blocks: (readonly DraftBlock[])[] = [];
  let tables = 0;
  // A stack of our own: nesting is as deep as the file likes.
  const open: Place[] = [{ value: root, name: '', parent: undefined }];
  for (let place = open.pop(); place; place = open.pop()) {
    const rows = jsonTable(place.value);
    if (rows) blocks.push(headingOf(place), tableRows(rows, tables++, 1));
    else if (isNested(place.value)) for (const child of childrenOf(place.value, place).reverse()) open.push(child);
    else blocks.push([{ kind: 'paragraph', text: lineOf(place) }]);
  }
  return joinSiblings(blocks.flat());
}

function isNested(value: JsonValue): value is Extract<JsonValue, object> {
  return typeof value === 'object' && value !== null;
}

function childrenOf(value: Extract<JsonValue, object>, parent: Place): Place[] {
  return Array.isArray(value)
    ? value.map((item, index) => ({ value: item, name: `[${index}]`, parent }))
    : Object.entries(value).map(([name, item]) => ({ value: item, name, parent }));
}

function lineOf(place: Place): string {
  const path = pathOf(place);
  return path === '' ? String(place.value) : `${path}: ${String(place.value)}`;
}

function headingOf(place: Place): readonly DraftBlock[] {
  const text = pathOf(place);
  return text === '' ? [] : [{ kind: 'heading', level: 1, text }];
}

/** Such as `orders[2].customer.name`. */
function pathOf(place: Place): string {
  const steps: string[] = [];
  for (let at: Place | undefined = place; at?.parent && steps.length < MAX_PATH_STEPS; at = at.parent)
    steps.push(at.name);
  return steps
    .reverse()
    .map((step, index) => (index === 0 || step.startsWith('[') ? step : `.${step}`))
    .join('');
}

/** Characters up to which neighbouring lines share a block, so that a small object stays together. */
const MAX_BLOCK_CHARACTERS = 800;

function joinSiblings(blocks: readonly DraftBlock[]): readonly DraftBlock[] {
  const joined: DraftBlock[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const fits = last !== undefined && last.text.length + block.text.length < MAX_BLOCK_CHARACTERS;
    if (fits && last.kind === 'paragraph' && block.kind === 'paragraph') {
      joined[joined.length - 1] = { ...last, text: `${last.text}\n${block.text}` };
    } else {
      joined.push(block);
    }
  }
  return joined;
}
