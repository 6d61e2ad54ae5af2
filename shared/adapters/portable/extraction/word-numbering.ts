import { numberSign } from './number-sign.ts';

/** Which list a paragraph is of, and how deep in it, from 0. */
interface ListPlace {
  readonly list: string | undefined;
  readonly level: number | undefined;
}

interface ListLevel {
  readonly start: number;
  readonly format: string;
  /** Such as `%1.%2.`, with the number of each level in its place. */
  readonly text: string;
  /** Paragraphs of this style stand here, without saying so. */
  readonly style: string | undefined;
}

interface NumberedList {
  /** Lists that share one definition count on from each other. */
  readonly definition: string;
  readonly levels: readonly (ListLevel | undefined)[];
  /** Levels that begin anew where the list does. */
  readonly restarts: ReadonlyMap<number, number>;
}

/** Levels of a list, in Word. */
const MAX_LEVELS = 9;

/** A paragraph's beginning, with its properties; those that a change is tracked of hold what they were before. */
const PARAGRAPH =
  /<w:p(?:\s[^<>]*)?(?<!\/)>(?:\s*<w:pPr>(?:(?!<\/w:pPr>)[\s\S]){0,8000}<\/w:pPr>(?:\s*<\/w:pPrChange>\s*<\/w:pPr>)?)?/g;

/**
 * A body part with the numbers that Word shows before headings and list items as plain runs: they are counted when a
 * document is shown, so that its text holds none, and mammoth leaves them out. Bullets stay away, as do numbers in
 * letters that are not counted here.
 *
 * Source: ECMA-376, part 1, section 17.9.
 */
export function withPlainNumbers(body: string, numbering: string, styles: string): string {
  const lists = listsOf(numbering);
  if (lists.size === 0) return body;
  const placeOf = placesOfStyles(styles, lists);
  const count = listCounter();
  return body.replace(PARAGRAPH, (opening, at: number) => {
    const own = listPlace(opening);
    const style = placeOf(attributeOf(opening, 'pStyle'));
    const list = lists.get(own.list ?? style.list ?? '');
    if (list === undefined) return opening;
    const sign = count(list, Math.min(own.level ?? style.level ?? 0, MAX_LEVELS - 1));
    if (sign === '' || !hasText(body, at + opening.length)) return opening;
    return `${opening}<w:r><w:t xml:space="preserve">${sign} </w:t></w:r>`;
  });
}

function hasText(body: string, from: number): boolean {
  const end = body.indexOf('</w:p>', from);
  return /<w:t[ >]/.test(body.slice(from, end < 0 ? from : end));
}

function listPlace(properties: string): ListPlace {
  const [, own] = /<w:numPr>([\s\S]{0,300}?)<\/w:numPr>/.exec(properties) ?? [];
  if (own === undefined) return { list: undefined, level: undefined };
  return { list: attributeOf(own, 'numId'), level: numberOf(own, 'ilvl') };
}

/** Where paragraphs of a style stand, by the style itself or one that it is based on. */
function placesOfStyles(styles: string, lists: ReadonlyMap<string, NumberedList>) {
  const known = new Map<string, ListPlace & { readonly base: string | undefined }>();
  for (const [style = '', id = ''] of styles.matchAll(/<w:style [^<>]*w:styleId="([^"]*)"[\s\S]*?<\/w:style>/g)) {
    known.set(id, { ...listPlace(style), base: attributeOf(style, 'basedOn') });
  }
  return (style: string | undefined): ListPlace => {
    let at = style;
    for (let depth = 0; at !== undefined && depth < MAX_LEVELS; depth += 1) {
      const { list, level, base } = known.get(at) ?? {};
      if (list !== undefined) return { list, level: level ?? levelOfStyle(lists.get(list), at) };
      at = base;
    }
    return { list: undefined, level: undefined };
  };
}

function levelOfStyle(list: NumberedList | undefined, style: string): number | undefined {
  const level = list?.levels.findIndex((each) => each?.style === style) ?? -1;
  return level < 0 ? undefined : level;
}

function listsOf(numbering: string): ReadonlyMap<string, NumberedList> {
  const definitions = new Map<string, NumberedList['levels']>();
  for (const [whole = '', id = ''] of numbering.matchAll(
    /<w:abstractNum [^<>]*w:abstractNumId="(\d{1,9})"[\s\S]*?<\/w:abstractNum>/g,
  )) {
    definitions.set(id, levelsOf(whole));
  }
  const lists = new Map<string, NumberedList>();
  for (const [whole = '', id = ''] of numbering.matchAll(/<w:num [^<>]*w:numId="(\d{1,9})"[\s\S]*?<\/w:num>/g)) {
    const definition = attributeOf(whole, 'abstractNumId') ?? '';
    const levels = [...(definitions.get(definition) ?? [])];
    for (const [at, level] of levelsOf(whole).entries()) if (level) levels[at] = level;
    const restarts = [...whole.matchAll(/<w:lvlOverride w:ilvl="(\d)">\s*<w:startOverride w:val="(\d{1,6})"/g)];
    lists.set(id, {
      ...{ definition, levels },
      restarts: new Map(restarts.map(([, level, start]) => [Number(level), Number(start)])),
    });
  }
  return lists;
}

function levelsOf(definition: string): (ListLevel | undefined)[] {
  const levels: (ListLevel | undefined)[] = [];
  for (const [level = '', at] of definition.matchAll(/<w:lvl [^<>]*w:ilvl="(\d)"[\s\S]*?<\/w:lvl>/g)) {
    levels[Number(at)] = {
      start: numberOf(level, 'start') ?? 1,
      format: attributeOf(level, 'numFmt') ?? 'decimal',
      // A number that is hidden would be a place to hide instructions.
      text: level.includes('<w:vanish') ? '' : (attributeOf(level, 'lvlText') ?? ''),
      style: attributeOf(level, 'pStyle'),
    };
  }
  return levels;
}

/** Counts paragraphs of lists, in the order of the document; the sign before each, without one for bullets. */
function listCounter() {
  const counts = new Map<string, number[]>();
  const begun = new Set<NumberedList>();
  return (list: NumberedList, level: number): string => {
    const numbers = counts.get(list.definition) ?? [];
    counts.set(list.definition, numbers);
    if (!begun.has(list)) for (const [at, start] of list.restarts) numbers[at] = start - 1;
    begun.add(list);
    const startOf = (at: number) => list.levels[at]?.start ?? 1;
    for (let at = 0; at < level; at += 1) numbers[at] ??= startOf(at);
    numbers[level] = (numbers[level] ?? startOf(level) - 1) + 1;
    numbers.length = level + 1;
    return signOf(list, level, (at) => numbers[at] ?? startOf(at));
  };
}

function signOf({ levels }: NumberedList, level: number, numberAt: (level: number) => number): string {
  const { text = '', format = 'bullet' } = levels[level] ?? {};
  if (format === 'bullet' || format === 'none') return '';
  const parts = [...text.matchAll(/%([1-9])/g)].map(([, place]) => {
    const at = Number(place) - 1;
    return numberSign(numberAt(at), levels[at]?.format ?? 'decimal');
  });
  if (parts.includes(undefined)) return '';
  let next = 0;
  return text.replace(/%[1-9]/g, () => parts[next++] ?? '').trim();
}

function attributeOf(xml: string, name: string): string | undefined {
  return new RegExp(`<w:${name} [^<>]{0,200}?w:val="([^"<>]{0,200})"`).exec(xml)?.[1];
}

function numberOf(xml: string, name: string): number | undefined {
  const value = attributeOf(xml, name);
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
