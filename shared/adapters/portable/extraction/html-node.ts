import { parseHTML } from 'linkedom';

/** As much of a DOM node as reading needs. linkedom's own types ask for the browser's, which this project leaves out. */
export interface HtmlNode {
  readonly nodeType: number;
  /** In lower case, of elements. */
  readonly localName?: string;
  readonly nodeValue: string | null;
  readonly firstChild: HtmlNode | null;
  readonly nextSibling: HtmlNode | null;
  getAttribute?(name: string): string | null;
}

const ELEMENT = 1;
const TEXT = 3;

/** Never shown, or shown only where scripts do not run. */
const UNSEEN = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'iframe',
  'object',
  'audio',
  'video',
  'canvas',
]);

/** Nodes of the page, as it begins. */
export function parseHtml(html: string): HtmlNode {
  // In linkedom's tree nothing follows a document type, so it goes first.
  const source = html.replace(/<!doctype[^>]{0,2000}>/gi, '');
  const { document } = parseHTML(source) as unknown as { readonly document: HtmlNode }; // See HtmlNode.
  return document;
}

export interface HtmlVisitor {
  enter(name: string, node: HtmlNode): void;
  leave(name: string): void;
  text(value: string): void;
}

interface OpenElement {
  readonly name: string;
  next: HtmlNode | null;
}

/** Visits what is visible below `root` in order. Without recursion: nesting is as deep as the file likes. */
export function visitVisible(root: HtmlNode, visitor: HtmlVisitor): void {
  const open: OpenElement[] = [{ name: '', next: root.firstChild }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const child = enteredChild(top, visitor);
    if (child) open.push({ name: child.localName ?? '', next: child.firstChild });
    else if (open.pop() && open.length > 0) visitor.leave(top.name);
  }
}

/** Goes on to the next visible element, telling the visitor of it and of the text before it. */
function enteredChild(parent: OpenElement, visitor: HtmlVisitor): HtmlNode | undefined {
  for (let node = parent.next; node; node = parent.next) {
    parent.next = node.nextSibling;
    if (enters(node, visitor)) return node;
  }
  return undefined;
}

/** Tells the visitor of a node; whether its children are to be visited too. */
function enters(node: HtmlNode, visitor: HtmlVisitor): boolean {
  if (node.nodeType === TEXT) visitor.text(node.nodeValue ?? '');
  if (!isVisibleElement(node)) return false;
  visitor.enter(node.localName ?? '', node);
  return true;
}

function isVisibleElement(node: HtmlNode): boolean {
  if (node.nodeType !== ELEMENT || UNSEEN.has(node.localName ?? '')) return false;
  const style = node.getAttribute?.('style') ?? '';
  if (
    /(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$))/i.test(
      style,
    )
  ) {
    return false;
  }
  return node.getAttribute?.('hidden') === null;
}
